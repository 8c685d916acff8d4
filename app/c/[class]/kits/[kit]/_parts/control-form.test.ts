import { expect, test } from "vitest";
import { controlForm } from "./control-form";

test.each([
  ["off", "on", { kind: "switch", on: false, words: ["off", "on"] }],
  [null, "TRUE", { kind: "switch", on: true, words: ["FALSE", "TRUE"] }],
  ["1", "off", { kind: "switch", on: true, words: ["off", "on"] }],
  ["true", null, { kind: "switch", on: true, words: ["false", "true"] }],
  ["40", "30", { kind: "number", value: 40, most: 100 }],
  ["180", null, { kind: "number", value: 180, most: 255 }],
  ["21.5", null, { kind: "number", value: 21.5, most: null }],
  ["-3", null, { kind: "number", value: -3, most: null }],
  [null, "hello", { kind: "text", value: "hello" }],
  [null, null, { kind: "text", value: "" }],
] as const)("reported %o, told %o", (reported, commanded, form) => {
  expect(controlForm(reported, commanded)).toEqual(form);
});
