import { expect, test } from "vitest";
import { codeInAddress, tidyCode } from "./tidy-code";

test.each([
  ["k7q2mx", "K7Q2MX"],
  [" K7Q-2MX ", "K7Q2MX"],
  ["한글", ""],
])("%o typed is the code %o", (typed, code) => {
  expect(tidyCode(typed)).toBe(code);
});

test.each([
  ["k7q%202mx", "K7Q2MX"],
  ["abc%E0", ""],
  ["..%2f", ""],
])("%o in an address is the code %o", (segment, code) => {
  expect(codeInAddress(segment)).toBe(code);
});
