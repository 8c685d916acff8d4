import { expect, test } from "vitest";
import { digitsFor } from "./number-digits";

const written = (value: number) =>
  new Intl.NumberFormat("en", digitsFor(value, { minimumFractionDigits: 2 })).format(value);

test("a number is written as its line is, a huge one in powers of ten", () => {
  expect([0, -21.5, 999_999_999_999].map(written)).toEqual(["0.00", "-21.50", "999,999,999,999.00"]);
  expect([1e12, -6e299, Number.MAX_VALUE].map(written)).toEqual(["1E12", "-6E299", "1.7977E308"]);
});
