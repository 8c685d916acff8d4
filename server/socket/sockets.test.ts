import { connect } from "node:net";
import { io } from "socket.io-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { listening, openApp, openStage, type Stage, settled } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

test("P19 one connection carries questions up and messages down, by WebSocket and by polling", async () => {
  for (const transport of ["websocket", "polling"]) {
    const ann = await stage.app("ann", { transports: [transport] });
    await ann.subscribe("demo/lamp/lux");
    await ann.publish("demo/lamp/lux", transport);
    await vi.waitFor(() => expect(ann.messages.map(({ payload }) => payload)).toEqual([transport]));
  }
});

test("P19 where something on the way blocks WebSockets, polling carries everything", async () => {
  stage.http.prependListener("upgrade", (_request, wire) => wire.destroy());
  const ann = await stage.app("ann", { transports: ["websocket", "polling"], tryAllTransports: true });
  expect(ann.socket.io.engine.transport.name).toBe("polling");
  await ann.subscribe("demo/lamp/lux");
  stage.kitSends("demo/lamp/lux", "5");
  await vi.waitFor(() => expect(ann.messages).toMatchObject([{ payload: "5" }]));
});

test("P19 a connection that breaks comes back, and its subscriptions with it", async () => {
  const socket = io(`http://127.0.0.1:${stage.port}`, {
    auth: { token: "ann" },
    transports: ["websocket"],
    reconnectionDelay: 50,
    forceNew: true,
  });
  const ann = listening(socket);
  const subscribed: string[] = [];
  socket.on("connect", async () => {
    await ann.subscribe("demo/lamp/lux");
    subscribed.push(String(socket.id));
  });
  await vi.waitFor(() => expect(subscribed).toHaveLength(1), 5000);
  socket.io.engine.close();
  await vi.waitFor(() => expect(subscribed).toHaveLength(2), 5000);
  expect(subscribed[1]).not.toBe(subscribed[0]);
  await vi.waitFor(() => expect(stage.sockets.watchers("demo/lamp/lux")).toBe(1), 5000);
  stage.kitSends("demo/lamp/lux", "back");
  await vi.waitFor(() => expect(ann.messages).toMatchObject([{ payload: "back" }]));
  socket.close();
});

test.each([
  ["nothing", []],
  ["null", [null]],
  ["a text", ["demo/lamp/lux"]],
  ["a list", [["demo/lamp/lux"]]],
  ["a topic that is no text", [{ topic: { a: 1 } }]],
  ["a topic that is no filter", [{ topic: "demo/#/lux", payload: "" }]],
  ["__proto__", [JSON.parse('{"__proto__":{"topic":"demo/lamp/lux"}}')]],
  ["bytes", [Buffer.from([1, 2, 3])]],
])("%s instead of an input is bad-input", async (_case, input) => {
  const ann = await stage.app("ann");
  for (const event of ["topic:subscribe", "topic:unsubscribe", "topic:publish"])
    expect(await ann.ask(event, ...input)).toMatchObject({ ok: false, code: "bad-input" });
  expect(stage.link.calls).toEqual([]);
});

test.each(["", "nonsense", "message", "topic:closed", "error", "constructor", "x".repeat(200)])(
  "an event %j that there is not is bad-input",
  async (event) => {
    const ann = await stage.app("ann");
    expect(await ann.ask(event, {})).toMatchObject({ ok: false, code: "bad-input" });
  },
);

test("garbage without a wish for an answer is passed over; the server stays", async () => {
  const ann = await stage.app("ann");
  const say = (...words: unknown[]) => Reflect.apply(ann.socket.emit, ann.socket, words);
  for (const event of ["topic:subscribe", "topic:publish", "nonsense", "error"])
    for (const input of [undefined, null, 5, "x", [], { topic: 5 }, Buffer.from([255])]) say(event, input);
  await settled(ann);
  expect(ann.socket.connected).toBe(true);
  expect(stage.link.published).toEqual([]);
});

test("a client that breaks the protocol loses its connection, and nobody else theirs", async () => {
  const ann = await stage.app("ann");
  const frames = [
    "4",
    "4{}",
    "42",
    "420[",
    "451-",
    "45999-[]",
    '42["topic:publish"',
    "0",
    "garbage",
    "9",
    "b!!",
  ];
  for (const frame of [...frames, Buffer.from([1, 2, 3])]) {
    const raw = new WebSocket(`ws://127.0.0.1:${stage.port}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => raw.once("close", resolve));
    raw.on("error", () => {});
    raw.on("message", (data) => {
      if (String(data).startsWith("0")) raw.send('40{"token":"ann"}');
      else if (String(data).startsWith("40")) raw.send(frame, () => raw.close());
    });
    await closed;
  }
  expect(await ann.subscribe("demo/lamp/lux")).toMatchObject({ ok: true });
});

test("a frame far over the limit ends the connection that sent it alone", async () => {
  const [ann, ben] = [await stage.app("ann"), await stage.app("ben")];
  ann.publish("demo/lamp/lux", "x".repeat(1024 * 1024)).catch(() => {}); // the connection ends before it is answered
  await vi.waitFor(() => expect(ann.socket.connected).toBe(false), 5000);
  expect(await ben.subscribe("demo/lamp/lux")).toMatchObject({ ok: true });
});

test("what nobody expected is answered unavailable, and the reason stays here", async () => {
  stage.link.publish = () => Promise.reject(new Error("the secret inside"));
  const ann = await stage.app("ann");
  const reply = await ann.publish("demo/lamp/lux", "1");
  expect(reply).toMatchObject({ ok: false, code: "unavailable" });
  expect(JSON.stringify(reply)).not.toContain("secret");
});

/** A browser that subscribes and then stops reading, as one does that was suspended. */
async function freeze() {
  const tcp = connect(stage.port, "127.0.0.1");
  tcp.write(
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await new Promise((resolve) => tcp.once("data", resolve));
  tcp.write(textFrame('40{"token":"ben"}'));
  await new Promise((resolve) => tcp.once("data", resolve));
  tcp.write(textFrame('42["topic:subscribe",{"topic":"demo/lamp/lux"}]'));
  tcp.pause();
  return tcp;
}

/** A WebSocket text frame as a client sends it (RFC 6455, 5.2), masked with zeros. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

test("after the end no connection is left, frozen ones neither, and browsers come back to another start", async () => {
  const ann = await openApp(stage.port, { auth: { token: "ann" } });
  const reasons: string[] = [];
  ann.socket.on("disconnect", (reason) => reasons.push(reason));
  const frozen = await freeze();
  const ended = new Promise((resolve) => frozen.once("close", resolve));
  await vi.waitFor(() => expect(stage.sockets.watchers("demo/lamp/lux")).toBe(1));
  await stage.sockets.close();
  await vi.waitFor(() => expect(reasons).toEqual(["transport close"]));
  frozen.resume();
  await ended;
});
