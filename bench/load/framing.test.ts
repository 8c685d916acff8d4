import fc from "fast-check";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { MqttFraming, type Take, WebSocketFraming } from "./framing";

/** What a framing finds in bytes that arrive in pieces. */
function found(bytes: Buffer, cuts: readonly number[], open: (take: Take) => { read(chunk: Buffer): void }) {
  const contents: string[] = [];
  const framing = open((kind, buffer, start, end) =>
    contents.push(`${kind} ${buffer.toString("hex", start, end)}`),
  );
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  for (const [at, place] of places.entries()) framing.read(bytes.subarray(place, places[at + 1]));
  return contents;
}

const lengths = fc.array(fc.oneof(fc.nat(130), fc.nat(70_000)), { maxLength: 6 });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test("MQTT packets are found whole, wherever the stream is cut", () => {
  fc.assert(
    fc.property(lengths, cuts, (sizes, at) => {
      const payloads = sizes.map((size) => Buffer.alloc(size, "x"));
      const packets = payloads.map((payload) =>
        generate({ cmd: "publish", topic: "t", payload, qos: 0, retain: false, dup: false }),
      );
      const wanted = payloads.map(
        (payload) => `48 ${Buffer.concat([Buffer.from("\0\x01t"), payload]).toString("hex")}`,
      );
      expect(found(Buffer.concat(packets), at, (take) => new MqttFraming(take))).toEqual(wanted);
    }),
    { numRuns: 50 },
  );
});

test("frames of a WebSocket are found whole, wherever the stream is cut", () => {
  fc.assert(
    fc.property(lengths, cuts, (sizes, at) => {
      const payloads = sizes.map((size) => Buffer.alloc(size, "x"));
      const wanted = payloads.map((payload) => `129 ${payload.toString("hex")}`);
      expect(found(Buffer.concat(payloads.map(textFrame)), at, (take) => new WebSocketFraming(take))).toEqual(
        wanted,
      );
    }),
    { numRuns: 50 },
  );
});

/** RFC 6455, 5.2: FIN and opcode 1, then the length in 7, 16 or 64 bits. */
function textFrame(payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
