import { expect, test } from "vitest";
import { UNTOUCHED, voltsOf } from "./parts";

const read = (volts: number) => Math.floor((volts / 5) * 1024);

test("each number of a dial is what the converter reads", () => {
  for (let dial = 0; dial <= 1023; dial++)
    expect(voltsOf({ dial }).map(({ volts }) => read(volts))).toEqual([dial]);
});

test("25 °C are 750 mV, 0 °C are 500 mV", () => {
  expect(voltsOf({ temperature: 25 })).toEqual([{ channel: 1, volts: 0.75 }]);
  expect(voltsOf({ temperature: 0 })).toEqual([{ channel: 1, volts: 0.5 }]);
});

test("only what is touched changes", () => {
  expect(voltsOf({ pressed: true })).toEqual([]);
  expect(voltsOf({ light: 0 }).map(({ channel }) => channel)).toEqual([2]);
  expect(voltsOf(UNTOUCHED).map(({ channel }) => channel)).toEqual([0, 1, 2]);
});
