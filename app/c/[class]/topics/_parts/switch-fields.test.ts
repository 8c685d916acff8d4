import { expect, test } from "vitest";
import { switchFields } from "./switch-fields";

test("only what is true or false is a switch, by its path", () => {
  const found = switchFields('{"on":true,"t":1,"word":"true","pump":{"dry":false,"level":0}}');
  expect([...found]).toEqual([
    ["on", true],
    ["pump.dry", false],
  ]);
  expect(switchFields('{"t":21.5}').size).toBe(0);
});
