import fc from "fast-check";
import { generate, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { Framing } from "./framing";

const packets: Packet[] = [
  { cmd: "pingreq" },
  { cmd: "publish", topic: "a", payload: "x".repeat(120), qos: 0, dup: false, retain: false },
  { cmd: "publish", topic: "a", payload: "x".repeat(20_000), qos: 0, dup: false, retain: false },
  { cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "a/#", qos: 1 }] },
];

test("packets are counted however their bytes are cut into chunks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: packets.length - 1 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 20 }),
      (picked, cuts) => {
        const bytes = Buffer.concat(picked.map((index) => generate(packets[index] ?? { cmd: "pingreq" })));
        const framing = new Framing();
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          framing.read(bytes.subarray(at, at + size), 30_000);
          at += size;
        }
        expect(framing.packets).toBe(picked.length);
      },
    ),
  );
});

test("a packet that is too long is refused at its length, before its bytes come", () => {
  expect(() => new Framing().read(Uint8Array.of(0x30, 0xff, 0x7f), 16_382)).toThrow("16383 bytes");
  expect(() => new Framing().read(Uint8Array.of(0x30, 0xff, 0x7f), 16_383)).not.toThrow();
});

test("a length of more than four bytes is malformed", () => {
  const bytes = Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x01);
  expect(() => new Framing().read(bytes, Number.POSITIVE_INFINITY)).toThrow("malformed");
});
