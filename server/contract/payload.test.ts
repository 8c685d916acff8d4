import { expect, test } from "vitest";
import { findNumber, findText, readPayload } from "./payload";
import { foldName, slugFrom, tidyName } from "./text";

test.each([
  ["21.5", 21.5],
  [" -3e2 ", -300],
  [".5", 0.5],
  ["7.", 7],
])("%j is the number %d", (text, value) => {
  expect(readPayload(text)).toEqual({ kind: "number", value });
});

test.each(["12abc", "NaN", "Infinity", "1e400", "0x10", "", "1,5", "--1"])(
  "%j is text, never a number",
  (text) => {
    expect(findNumber(text)).toBeNull();
    expect(readPayload(text).kind).toBe("text");
  },
);

test("switches, objects and bytes are told apart", () => {
  expect(readPayload("ON")).toEqual({ kind: "switch", value: true });
  expect(readPayload("false")).toEqual({ kind: "switch", value: false });
  const reading = readPayload('{"t":21.5,"h":{"in":40,"out":"x"},"ok":true}');
  expect(reading.kind === "fields" && [...reading.fields]).toEqual([
    ["t", 21.5],
    ["h.in", 40],
    ["ok", 1],
  ]);
  expect(readPayload(new Uint8Array([0xff, 0xfe]))).toEqual({ kind: "bytes", length: 2 });
  expect(readPayload('{"a":"b"}').kind).toBe("text");
});

test("text is found only where encoding it again gives the same bytes, a byte order mark included", () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x41]);
  expect(new TextEncoder().encode(findText(bytes) ?? "")).toEqual(bytes);
  expect(findText(new Uint8Array([0xc3, 0x28]))).toBeNull();
});

test("names are tidied and look-alikes fold to one", () => {
  expect(tidyName("  Ben\u200b \u202e  Kim ")).toBe("Ben Kim");
  expect(foldName("ＢＥＮ")).toBe(foldName("ben"));
  expect(tidyName("👩‍🚀 소연")).toBe("👩‍🚀 소연");
});

test("a slug is made of what it can keep of a name", () => {
  expect(slugFrom("Physics 7b!")).toBe("physics-7b");
  expect(slugFrom("Électronique")).toBe("electronique");
  expect(slugFrom("과학")).toBeNull();
});

test("64 KiB of digits that end in a letter are text, and soon", () => {
  expect(findNumber(`${"1".repeat(65_000)}x`)).toBeNull();
});
