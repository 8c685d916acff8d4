import { expect, test } from "vitest";
import { readPayload } from "#server/contract/payload";
import { readingText } from "./reading-text";

const words = { number: String, on: "On", off: "Off", bytes: (n: number) => `${n} bytes`, empty: "(empty)" };

test.each([
  ["21.50", "21.5"],
  ["true", "On"],
  ["OFF", "Off"],
  ["open", "open"],
  ["", "(empty)"],
  ['{"t":21.5,"h":40}', "t 21.5, h 40"],
  ['{"a":1,"b":2,"c":3,"d":4}', "a 1, b 2, c 3, …"],
  [Uint8Array.of(255, 254), "2 bytes"],
])("%o reads %s", (payload, text) => {
  expect(readingText(readPayload(payload), words)).toBe(text);
});
