import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLine, writeFrame } from "./frames";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (from: Uint8Array) => new TextDecoder().decode(from);
const said = (line: string) => {
  const { text: printed, frame, damaged } = readLine(bytes(line));
  return { printed, frame: frame && [frame.name, text(frame.value)], damaged };
};

const name = fc.string({ minLength: 1, unit: fc.constantFrom(..."abz09_-/$온도%@*") });
const value = fc.uint8Array({ maxLength: 80 });

describe("a frame", () => {
  test("is written as the kit reads it", () => {
    expect(text(writeFrame("led", bytes("on")))).toBe("@led on*4C\n");
    expect(text(writeFrame("a", bytes("50%\n")))).toMatch(/^@a 50%25%0A\*[0-9A-F]{2}\n$/);
  });

  test("is read as it was written, whatever is in it", () => {
    fc.assert(
      fc.property(name, value, (name, value) => {
        const line = writeFrame(name, value);
        expect(line.filter((byte) => byte === 0x40 || byte === 0x2a || byte === 0x0a).length).toBe(3);
        const { frame } = readLine(line.subarray(0, -1));
        expect(frame).toEqual({ name, value });
      }),
    );
  });

  test("with any one byte changed, lost or added is no reading", () => {
    const damage = fc.record({
      at: fc.nat({ max: 200 }),
      how: fc.constantFrom("change", "lose", "add"),
      byte: fc.nat({ max: 255 }),
    });
    fc.assert(
      fc.property(name, value, damage, (name, value, { at, how, byte }) => {
        const line = [...writeFrame(name, value).subarray(0, -1)];
        const place = at % line.length;
        const before = [...line];
        if (how === "change") line[place] = byte;
        else if (how === "lose") line.splice(place, 1);
        else line.splice(place, 0, byte);
        fc.pre(line.join() !== before.join());
        for (const part of split(line)) {
          const { frame } = readLine(Uint8Array.from(part));
          if (frame) expect(frame).toEqual({ name, value });
        }
      }),
      { numRuns: 100_000 },
    );
  });
});

/** A byte that became a line end makes two lines. */
function split(line: number[]): number[][] {
  const end = line.indexOf(0x0a);
  return end < 0 ? [line] : [line.slice(0, end), ...split(line.slice(end + 1))];
}

test("every other line is the student's own", () => {
  expect(said("hello * world\r")).toEqual({ printed: "hello * world", frame: null, damaged: false });
  expect(said("value: @led on*4C")).toEqual({ printed: "value: ", frame: ["led", "on"], damaged: false });
});

test.each([
  "@led on*4D",
  "@led on*4",
  "@led on*4Cx",
  "@led on",
  "@led @led on*4C",
  "@led on*4C*42",
  "@ on*4F",
  "@led %4*1C",
])("%s is damaged", (line) => {
  expect(said(line)).toEqual({ printed: null, frame: null, damaged: true });
});
