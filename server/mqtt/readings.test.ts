import fc from "fast-check";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { pubackPacket, publishPacket, readingAt } from "./readings";

const topics = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ minLength: 16_380, maxLength: 16_400 }),
);
/** Of QoS 1 where it has a number. */
const encoded = (topic: string, payload: Uint8Array, retain: boolean, messageId = 0) =>
  generate({
    cmd: "publish",
    topic,
    payload: Buffer.from(payload),
    qos: messageId > 0 ? 1 : 0,
    messageId,
    retain,
    dup: false,
  });

test("a packet is encoded as mqtt-packet does it", () => {
  fc.assert(
    fc.property(topics, payloads, fc.boolean(), (topic, payload, retain) => {
      expect(publishPacket({ topic, payload, retain })).toEqual(encoded(topic, payload, retain));
    }),
  );
});

test.each([127, 128, 16_383, 16_384, 2_097_151, 2_097_152])(
  "a packet with %i bytes after its header",
  (length) => {
    const payload = Buffer.alloc(length - 3, "x");
    const packet = publishPacket({ topic: "a", payload, retain: false });
    expect(packet.equals(encoded("a", payload, false))).toBe(true);
    expect(readingAt(packet, 0, length, 0)).toMatchObject({ topic: "a", end: packet.length });
  },
);

test("a reading is found wherever it begins, with its topic, its payload and its end", () => {
  fc.assert(
    fc.property(topics, payloads, fc.nat(10), fc.nat(65_535), (topic, payload, before, messageId) => {
      const qos = messageId === 0 ? 0 : 1;
      const packet = encoded(topic, payload, false, messageId);
      const chunk = Buffer.concat([Buffer.alloc(before), packet, Buffer.alloc(3)]);
      const reading = readingAt(chunk, before, chunk.length, 1);
      expect(reading).toMatchObject({ topic, qos, messageId, end: before + packet.length });
      expect(readingAt(chunk, before, chunk.length, 0) === null).toBe(qos === 1);
      expect(reading?.payload.equals(payload)).toBe(true);
    }),
  );
});

test("a reading that is cut off anywhere is none yet", () => {
  for (const messageId of [0, 7]) {
    const packet = encoded("physics/lamp/light", Buffer.alloc(200), false, messageId);
    for (let length = 0; length < packet.length; length++)
      expect(readingAt(packet.subarray(0, length), 0, 1000, 1)).toBeNull();
  }
});

test.each([
  [
    "of QoS 1 that is sent again",
    generate({ cmd: "publish", topic: "a", payload: "1", qos: 1, messageId: 1, retain: false, dup: true }),
  ],
  ["of QoS 1 without a number", Buffer.of(0x32, 2, 0, 0)],
  ["of QoS 1 with the number 0", Buffer.of(0x32, 5, 0, 1, 97, 0, 0)],
  [
    "of QoS 2",
    generate({ cmd: "publish", topic: "a", payload: "1", qos: 2, messageId: 1, retain: false, dup: false }),
  ],
  ["retained", encoded("a", Buffer.from("1"), true)],
  ["too long", encoded("a", Buffer.alloc(1000), false)],
  ["without a topic's length", Buffer.of(0x30, 1, 0)],
  ["with a topic longer than itself", Buffer.of(0x30, 4, 0, 3, 97, 97)],
  ["with an endless length", Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff, 1, 0, 0)],
  ["empty", Buffer.of(0x30, 0)],
])("a packet %s is left to the broker", (_, packet) => {
  expect(readingAt(packet, 0, 900, 1)).toBeNull();
});

test("bytes at random are a reading that fits into them, or none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const chunk = Buffer.from(Uint8Array.of(0x30 + 2 * (bytes.length % 2), ...bytes));
      const reading = readingAt(chunk, 0, 1000, 1);
      if (reading) expect(reading.end).toBeLessThanOrEqual(chunk.length);
    }),
    { numRuns: 10_000 },
  );
});

test.each([1, 255, 256, 65_535])(
  "the acknowledgement of message %i is encoded as mqtt-packet does it",
  (messageId) => {
    expect(pubackPacket(messageId)).toEqual(generate({ cmd: "puback", messageId }));
  },
);
