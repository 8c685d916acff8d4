import { expect, test } from "vitest";
import { refusalIn } from "./refusal-in";

test.each([
  ['{"code":"not-allowed","message":"No.","topic":"7b/fan/x"}', { message: "No.", topic: "7b/fan/x" }],
  ['{"code":"too-many","message":"Slower."}', { message: "Slower.", topic: null }],
  ['{"message":7}', null],
  ["null", null],
  ["{", null],
  ["", null],
  [Uint8Array.of(255), null],
])("%o tells %o", (payload, told) => {
  expect(refusalIn(payload)).toEqual(told);
});
