import { deferred } from "../deferred";
import { type BareWebSocket, openWebSocket, TEXT_FRAME } from "../web-socket";
import { openByPolling } from "./polling";
import type { BrowsersDoor, Watcher, Watching } from "./watcher";

type Door = Extract<BrowsersDoor, { kind: "socket.io" }>;
type Answered = { ok: boolean; code?: string };

const [OPEN, PING, EVENT, EVENT_2] = [..."0242"].map((digit) => digit.charCodeAt(0));

/** Engine.IO 4 and Socket.IO 5 as plain text frames: open, connect, subscribe, answer pings, hear. */
export async function openLightSocketIo(door: Door, watching: Watching): Promise<Watcher> {
  const ready = deferred();
  const sid = door.startsPolling ? await openByPolling(door.port, door.path) : null;
  let webSocket: BareWebSocket | null = null;
  const send = (text: string) => webSocket?.sendText(text);
  const answer = greet(door, watching.topics, send, ready);
  webSocket = await openWebSocket(
    {
      port: door.port,
      path: `${door.path}/?EIO=4&transport=websocket${sid === null ? "" : `&sid=${sid}`}`,
    },
    (kind, buffer, start, end) => {
      if (kind !== TEXT_FRAME) return;
      const type = buffer[start];
      if (type === EVENT && buffer[start + 1] === EVENT_2) watching.hear(buffer, start, end);
      else if (type === PING) send("3");
      else answer(buffer.toString("utf8", start, end));
    },
    () => {
      ready.reject(new Error("closed before it was ready"));
      watching.closed();
    },
  );
  if (sid !== null) send("2probe");
  await ready.done;
  return webSocket;
}

/** Answers what comes before readings do. */
function greet(
  { auth, subscribes }: Door,
  topics: readonly string[],
  send: (text: string) => void,
  ready: { resolve(): void; reject(reason: Error): void },
): (packet: string) => void {
  let answers = 0;
  const subscribe = () => {
    if (!subscribes) ready.resolve();
    else
      for (const [id, topic] of topics.entries())
        send(`42${id}${JSON.stringify(["topic:subscribe", { topic }])}`);
  };
  const count = (packet: string) => {
    const [reply] = JSON.parse(packet.slice(packet.indexOf("["))) as [Answered];
    if (!reply.ok) ready.reject(new Error(`subscription refused: ${reply.code}`));
    else if (++answers === topics.length) ready.resolve();
  };
  return (packet) => {
    if (packet.charCodeAt(0) === OPEN) send(`40${JSON.stringify(auth)}`);
    else if (packet === "3probe") {
      send("5");
      subscribe();
    } else if (packet.startsWith("40")) subscribe();
    else if (packet.startsWith("43")) count(packet);
    else if (packet.startsWith("44")) ready.reject(new Error(`not let in: ${packet}`));
  };
}
