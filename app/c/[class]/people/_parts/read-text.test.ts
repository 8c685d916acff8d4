import { expect, test } from "vitest";
import { readText } from "./read-text";

test.each([
  ["UTF-8", Buffer.from("김민준,민준 👩‍🚀")],
  ["UTF-8 with a mark", Buffer.from("\uFEFF김민준,민준 👩‍🚀")],
  ["UTF-16, as a spreadsheet saves it", Buffer.from("\uFEFF김민준,민준 👩‍🚀", "utf16le")],
  ["UTF-16 the other way round", Buffer.from("\uFEFF김민준,민준 👩‍🚀", "utf16le").swap16()],
])("P08 a roster's file in %s is read", (_, bytes) => {
  expect(readText(bytes)).toBe("김민준,민준 👩‍🚀");
});

test("P08 a file of an older spreadsheet, Korean or Western, is read", () => {
  expect(readText(Uint8Array.of(0xb1, 0xe8, 0xb9, 0xce, 0xc1, 0xd8))).toBe("김민준");
  expect(readText(Buffer.from("Jörg,joerg", "latin1"))).toBe("Jörg,joerg");
});
