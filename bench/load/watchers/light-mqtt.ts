import { connect } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import { deferred } from "../deferred";
import { MqttFraming } from "../framing";
import { openWebSocket } from "../web-socket";
import type { BrowsersDoor, Watcher, Watching } from "./watcher";

const PUBLISH = 0x30;
const REFUSED = 0x80;

/** A subscriber on a bare TCP connection. */
export async function openLightMqttTcp(
  { port }: Extract<BrowsersDoor, { kind: "mqtt-tcp" }>,
  { topics, hear, closed }: Watching,
): Promise<Watcher> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  const greeting = greet(topics, (bytes) => socket.write(bytes));
  const framing = new MqttFraming((kind, buffer, start, end) => {
    if ((kind & 0xf0) === PUBLISH) hear(buffer, start, end);
  });
  socket.on("data", (chunk) => (greeting.over ? framing.read(chunk) : greeting.read(chunk)));
  socket.on("error", greeting.fail);
  socket.on("close", () => {
    greeting.fail(new Error("closed before it was ready"));
    closed();
  });
  greeting.begin();
  await greeting.done;
  return { close: () => socket.destroy() };
}

/** A subscriber in a browser: MQTT over WebSocket. Packets need no framing of their own, they come in frames. */
export async function openLightMqttWs(
  { port, path }: Extract<BrowsersDoor, { kind: "mqtt-ws" }>,
  { topics, hear, closed }: Watching,
): Promise<Watcher> {
  let send = (_bytes: Buffer) => {};
  const greeting = greet(topics, (bytes) => send(bytes));
  const webSocket = await openWebSocket(
    { port, path, protocol: "mqtt" },
    (_kind, buffer, start, end) => {
      if (greeting.over) hear(buffer, start, end);
      else greeting.read(buffer.subarray(start, end));
    },
    () => {
      greeting.fail(new Error("closed before it was ready"));
      closed();
    },
  );
  send = webSocket.sendBytes;
  greeting.begin();
  await greeting.done;
  return webSocket;
}

/** CONNECT and SUBSCRIBE, until the broker has granted everything. */
function greet(topics: readonly string[], send: (bytes: Buffer) => void) {
  const { done, resolve, reject } = deferred();
  const packets = parser();
  const greeting = {
    done,
    over: false,
    fail: reject,
    begin: () => send(connectPacket()),
    read: (bytes: Buffer) => void packets.parse(bytes),
  };
  packets.on("packet", (packet: Packet) => {
    if (packet.cmd === "connack") {
      const subscriptions = topics.map((topic) => ({ topic, qos: 0 as const }));
      send(generate({ cmd: "subscribe", messageId: 1, subscriptions }));
    }
    if (packet.cmd === "suback") {
      if (packet.granted.includes(REFUSED)) return reject(new Error("a subscription was refused"));
      greeting.over = true;
      resolve();
    }
  });
  return greeting;
}

let clients = 0;

function connectPacket(): Buffer {
  const clientId = `watcher-${process.pid}-${clients++}`;
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 0,
  });
}
