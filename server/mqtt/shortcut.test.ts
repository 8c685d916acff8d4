import { once } from "node:events";
import { generate } from "mqtt-packet";
import { expect, test, vi } from "vitest";
import { memoryPair } from "./embedded/memory-stream";
import { Shortcut } from "./shortcut";

const publish = (payload: string, qos: 0 | 1 = 0) =>
  generate({ cmd: "publish", topic: "a", payload, qos, messageId: 1, retain: false, dup: false });

/** A shortcut, what it took, and what it left to a client that handles nothing until it is told to. */
function open() {
  const [ours, broker] = memoryPair();
  const taken: string[] = [];
  const shortcut = new Shortcut(ours, (topic, payload) => taken.push(`${topic} ${payload}`));
  const left: Buffer[] = [];
  shortcut.on("data", (chunk: Buffer) => left.push(chunk));
  return { broker, shortcut, taken, left: () => Buffer.concat(left) };
}

test("plain readings are taken, however many arrive together", async () => {
  const { broker, taken, left } = open();
  broker.write(Buffer.concat([publish("1"), publish("2")]));
  broker.write(publish("3"));
  await vi.waitFor(() => expect(taken).toEqual(["a 1", "a 2", "a 3"]));
  expect(left()).toHaveLength(0);
});

test("no reading overtakes what the client has not handled", async () => {
  const { broker, shortcut, taken, left } = open();
  const first = [publish("1"), publish("2", 1), publish("3")];
  broker.write(Buffer.concat(first));
  await vi.waitFor(() => expect(left()).toEqual(Buffer.concat(first.slice(1))));
  expect(taken).toEqual(["a 1"]);
  shortcut.packetHandled();
  broker.write(publish("4"));
  const all = Buffer.concat([...first.slice(1), publish("4")]);
  await vi.waitFor(() => expect(left()).toEqual(all));
  shortcut.packetHandled();
  shortcut.packetHandled();
  broker.write(publish("5"));
  await vi.waitFor(() => expect(taken).toEqual(["a 1", "a 5"]));
  expect(left()).toEqual(all);
});

test("a reading that arrives in two parts is the client's", async () => {
  const { broker, taken, left } = open();
  const packet = publish("1");
  broker.write(packet.subarray(0, 3));
  await vi.waitFor(() => expect(left()).toHaveLength(3));
  broker.write(Buffer.concat([packet.subarray(3), publish("2")]));
  await vi.waitFor(() => expect(left()).toEqual(Buffer.concat([packet, publish("2")])));
  expect(taken).toEqual([]);
});

test("what the client writes arrives, its last words too", async () => {
  const { broker, shortcut } = open();
  const heard: Buffer[] = [];
  broker.on("data", (chunk: Buffer) => heard.push(chunk));
  shortcut.write("a");
  shortcut.write("b");
  shortcut.end("c");
  await once(broker, "end");
  expect(Buffer.concat(heard).toString()).toBe("abc");
});

test("both ends go together", async () => {
  const one = open();
  one.broker.destroy();
  await once(one.shortcut, "close");
  const other = open();
  other.shortcut.destroy();
  await once(other.broker, "close");
});

test("what is no MQTT ends the connection, and nothing else", async () => {
  const { broker, shortcut } = open();
  const failed = once(shortcut, "error");
  broker.write(Buffer.of(0x20, 0xff, 0xff, 0xff, 0xff, 0xff));
  expect(await failed).toMatchObject([{ message: "malformed remaining length" }]);
});
