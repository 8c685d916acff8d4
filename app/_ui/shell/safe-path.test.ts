import { expect, test } from "vitest";
import { safePath } from "./safe-path";

test.each([
  ["/c/7b/kits/lamp", "/c/7b/kits/lamp"],
  ["/c/7b?tab=people", "/c/7b?tab=people"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["c/7b", "/"],
  ["", "/"],
  [undefined, "/"],
  [["/a", "/b"], "/"],
] as const)("next=%s leads to %s", (next, path) => {
  expect(safePath(next)).toBe(path);
});
