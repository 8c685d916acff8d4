import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inParcels } from "./parcel";
import { openStage, type Stage } from "./testing";

describe("over a real connection", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.close());

  test("P29 each member gets topic, payload, QoS, retain flag and time once, however many filters match", async () => {
    const ann = await stage.app("ann");
    for (const filter of ["demo/lamp/lux", "demo/lamp/#", "demo/+/lux", "demo/#"])
      await ann.subscribe(filter);
    const at = 1_700_000_000_123;
    stage.kitSends("demo/lamp/lux", "21.5", { at, qos: 2, retain: true });
    stage.kitSends("demo/lamp/air/temperature", "5", { at });
    await vi.waitFor(() => expect(ann.messages).toHaveLength(2));
    expect(ann.messages).toEqual([
      { topic: "demo/lamp/lux", payload: "21.5", at, qos: 2, retain: true },
      { topic: "demo/lamp/air/temperature", payload: "5", at, qos: 0, retain: false },
    ]);
  });

  test.each([["websocket"], ["polling"]])("P29 by %s bytes arrive as they were sent", async (transport) => {
    const ann = await stage.app("ann", { transports: [transport] });
    await ann.subscribe("demo/lamp/lux");
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const large = Buffer.alloc(64 * 1024, 0xfe);
    for (const payload of [every, large, Buffer.from([0xc3, 0x28])]) stage.kitSends("demo/lamp/lux", payload);
    for (const text of ["", "\ufeff21", "a\0b", "조도 💡"]) stage.kitSends("demo/lamp/lux", text);
    await vi.waitFor(() => expect(ann.messages).toHaveLength(7));
    const [one, two, three, ...rest] = ann.messages.map(({ payload }) => payload);
    expect([one, two, three].map((payload) => Buffer.from(payload ?? ""))).toEqual([
      every,
      large,
      Buffer.from([0xc3, 0x28]),
    ]);
    expect(rest).toEqual(["", "\ufeff21", "a\0b", "조도 💡"]);
  });

  test("P29 many bytes at once do not break the connection of who receives them", async () => {
    const ann = await stage.app("ann");
    await ann.subscribe("demo/lamp/#");
    for (let index = 0; index < 100; index++) stage.kitSends("demo/lamp/lux", Buffer.from([255, index]));
    await vi.waitFor(() => expect(ann.messages).toHaveLength(100));
    expect(ann.messages.map(({ payload }) => Buffer.from(payload)[1])).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
    expect(ann.socket.connected).toBe(true);
  });
});

const raw = (payload: Buffer) => ({
  topic: "demo/lamp/lux",
  payload,
  at: 0,
  qos: 0 as const,
  retain: false,
});

test("an event has at most ten payloads of bytes: receivers end the connection at the eleventh", () => {
  const bytes = Array.from({ length: 25 }, () => raw(Buffer.from([255])));
  expect(inParcels(bytes).map(({ length }) => length)).toEqual([10, 10, 5]);
});

test("an event stays small, but a message is never left out for its size", () => {
  const large = Array.from({ length: 9 }, () => raw(Buffer.alloc(64 * 1024, "x")));
  expect(inParcels(large).map(({ length }) => length)).toEqual([4, 4, 1]);
  expect(inParcels([raw(Buffer.alloc(300 * 1024, "x"))])).toHaveLength(1);
  expect(inParcels([])).toEqual([]);
});
