import { expect, test } from "vitest";
import { exportName } from "./export-name";

const from = new Date(2026, 10, 1, 9, 5).getTime();
const to = new Date(2026, 10, 22, 23, 59, 59).getTime();

test.each([
  [{ filter: "lab/lamp/air/lux" }, "lab-lamp-air-lux-all.csv"],
  [{ filter: "lab/lamp/#" }, "lab-lamp-all.csv"],
  [{ filter: "lab/+/온도" }, "lab-온도-all.csv"],
  [{ filter: "lab/lamp/lux", from, to }, "lab-lamp-lux-20261101-0905-to-20261122-2359.csv"],
  [{ filter: "lab/lamp/lux", to }, "lab-lamp-lux-to-20261122-2359.csv"],
  [{ filter: "lab/lamp/lux", from }, "lab-lamp-lux-20261101-0905.csv"],
])("the file of %j is %s", (asked, name) => {
  expect(exportName({ form: "csv", ...asked })).toBe(name);
});

test("a file that is not whole says so", () => {
  expect(exportName({ form: "jsonl", filter: "lab/lamp/lux" }, { partial: true })).toBe(
    "lab-lamp-lux-all-partial.jsonl",
  );
});
