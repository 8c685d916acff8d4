import { expect, test } from "vitest";
import { refusalIn } from "./refusal-in";

test.each([
  [
    '{"code":"not-allowed","message":"No.","topic":"7b/fan/x"}',
    { code: "not-allowed", message: "No.", topic: "7b/fan/x" },
  ],
  ['{"code":"too-many","message":"Slower."}', { code: "too-many", message: "Slower.", topic: null }],
  ['{"code":"of-a-later-server","message":"Hm."}', { code: null, message: "Hm.", topic: null }],
  ['{"message":7}', null],
  ["null", null],
  ["{", null],
  ["", null],
  [Uint8Array.of(255), null],
])("%o tells %o", (payload, told) => {
  expect(refusalIn(payload)).toEqual(told);
});
