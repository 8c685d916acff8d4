import { expect, test } from "vitest";
import { showPayload } from "./payload-forms";

test("text is shown as it is, controls by their pictures", () => {
  expect(showPayload("21.5", "text")).toEqual({ text: "21.5", mono: false, cut: 0 });
  expect(showPayload("a\u0000b\u001b[31m\nc", "text").text).toBe("a␀b␛[31m\nc");
});

test("JSON is indented, and what is none is left as it is", () => {
  expect(showPayload('{"t":1}', "json").text).toBe('{\n  "t": 1\n}');
  expect(showPayload("{t", "json").text).toBe("{t");
});

test("hex shows every byte beside its character", () => {
  expect(showPayload("Hi é", "hex").text).toBe(
    "0000  48 69 20 c3 a9                                   Hi ..",
  );
});

test("bytes that are no text are hex in every form", () => {
  const bytes = Uint8Array.of(0xff, 0x00);
  expect(showPayload(bytes, "text").text).toBe("ff 00");
  expect(showPayload(bytes, "json").text).toContain("0000  ff 00");
});

test("of a long payload the rest is counted", () => {
  expect(showPayload("x".repeat(5000), "text").cut).toBe(1000);
  expect(showPayload(new Uint8Array(2000).fill(255), "hex").cut).toBe(976);
});
