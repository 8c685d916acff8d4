import { expect, test } from "vitest";
import { readableSize } from "./readable-size";

test.each([
  [0, "0 byte"],
  [999, "999 byte"],
  [1000, "1.0 kilobyte"],
  [9949, "9.9 kilobyte"],
  [9950, "10 kilobyte"],
  [999_499, "999 kilobyte"],
  [999_500, "1.0 megabyte"],
  [1_234_567, "1.2 megabyte"],
  [45_600_000_000, "46 gigabyte"],
  [7e18, "7000000 terabyte"],
])("%d bytes are shown as %s", (bytes, text) => {
  const { value, unit, digits } = readableSize(bytes);
  expect(`${value.toFixed(digits)} ${unit}`).toBe(text);
});
