import { expect, test } from "vitest";
import { blankReading, kitOf, markOf, PAYLOAD_BYTES, seqOf, stamp, timeOf } from "./payload";

test("a reading says its kit, its number and its time, wherever it stands in a frame", () => {
  const reading = blankReading(12, 399);
  expect(reading).toHaveLength(PAYLOAD_BYTES);
  const frame = Buffer.concat([
    Buffer.from('42["topic:messages",[{"payload":"'),
    reading,
    Buffer.from('"}]]'),
  ]);
  const at = frame.indexOf(markOf(12));
  stamp(frame, at, 12_345_678, 9_876_543.211);
  expect([kitOf(frame, at), seqOf(frame, at), timeOf(frame, at)]).toEqual([399, 12_345_678, 9_876_543.211]);
  expect(frame.indexOf(markOf(13))).toBe(-1);
  expect(JSON.parse(frame.toString("utf8", 2))[1][0].payload).toBe(
    frame.toString("utf8", at, at + PAYLOAD_BYTES),
  );
});
