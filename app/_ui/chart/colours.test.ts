import { expect, test } from "vitest";
import { coloursOf } from "./colours";

test("the same stream has the same colour, alone and among others that come after it", () => {
  const alone = coloursOf(["c/lamp/lux"]).get("c/lamp/lux");
  expect(coloursOf(["c/lamp/lux", "c/lamp/air/t", "c/fan/rpm"]).get("c/lamp/lux")).toBe(alone);
});

test("eight lines of one picture have eight colours, and a ninth still has one", () => {
  const names = Array.from({ length: 9 }, (_, index) => `c/k/s${index}`);
  const colours = [...coloursOf(names).values()];
  expect(new Set(colours.slice(0, 8)).size).toBe(8);
  expect(colours.every((colour) => colour >= 1 && colour <= 8)).toBe(true);
});
