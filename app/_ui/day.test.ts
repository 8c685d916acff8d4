import { expect, test } from "vitest";
import { dayText, endOfDay, startOfDay } from "./day";

test("a day begins at midnight and ends a millisecond before the next, on the reader's clock", () => {
  const start = startOfDay("2026-11-22") ?? Number.NaN;
  expect([new Date(start).getHours(), new Date(start).getMinutes()]).toEqual([0, 0]);
  expect(dayText(start)).toBe("2026-11-22");
  const end = endOfDay("2026-11-22") ?? Number.NaN;
  expect(dayText(end)).toBe("2026-11-22");
  expect(dayText(end + 1)).toBe("2026-11-23");
  expect(endOfDay("2026-12-31")).toBe((startOfDay("2027-01-01") ?? 0) - 1);
});

test.each(["", "2026-02-30", "22.11.2026", "2026-13-01"])("%j is no day", (text) => {
  expect([startOfDay(text), endOfDay(text)]).toEqual([null, null]);
});
