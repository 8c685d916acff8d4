import { expect, test } from "vitest";
import { isCommonPin, isPin } from "./pins";

test.each(["1234", "12345678"])("%s is a PIN", (text) => expect(isPin(text)).toBe(true));
test.each(["123", "123456789", "12a4", "１２３４", ""])("%s is none", (text) =>
  expect(isPin(text)).toBe(false),
);

test.each([
  ["a run", ["1234", "4321", "2468", "7890", "12345", "87654321"]],
  ["one digit", ["0000", "7777", "55555555"]],
  ["a repetition", ["1212", "6969", "123123", "12341234"]],
  ["doubled digits", ["1122", "112233"]],
  ["a mirror", ["1221", "123321"]],
  ["a year", ["1984", "2012", "2026"]],
  ["a birthday", ["20120131", "31012012", "01312012"]],
  ["a favourite", ["1004", "2580", "8282"]],
])("%s is what guessers try first", (_what, pins) => {
  expect(pins.filter((pin) => !isCommonPin(pin))).toEqual([]);
});

test.each(["4819", "7306", "90413", "582047", "61920384"])("%s is as good as any", (pin) => {
  expect(isCommonPin(pin)).toBe(false);
});
