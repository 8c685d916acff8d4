import { expect, test } from "vitest";
import { figure, ratio, replaceSection, table } from "./report";

const page =
  "# Page\n\n<!-- bench:one -->\nold\n<!-- /bench:one -->\n\nbetween\n\n<!-- bench:two -->\n<!-- /bench:two -->\n";

test("a section is replaced and all else stays", () => {
  expect(replaceSection(page, "one", "new\n")).toBe(page.replace("\nold\n", "\n\nnew\n\n"));
  expect(replaceSection(replaceSection(page, "one", "new"), "one", "old")).toBe(
    replaceSection(page, "one", "old"),
  );
});

test("a section that the page does not have is an error", () => {
  expect(() => replaceSection(page, "three", "new")).toThrow("no section three");
});

test("a table's columns are as wide as what stands in them", () => {
  expect(
    table(
      ["a", "name"],
      [
        [1, "x"],
        ["12345", "y"],
      ],
    ),
  ).toBe("| a     | name |\n| ----- | ---- |\n| 1     | x    |\n| 12345 | y    |");
});

test("figures have three digits that matter, and what was not measured is a dash", () => {
  expect([0.012345, 12.345, 123456.7, 0, null, Number.NaN].map(figure)).toEqual([
    "0.0123",
    "12.3",
    "123,457",
    "0",
    "-",
    "-",
  ]);
  expect([ratio(280, 112), ratio(1, null), ratio(1, 0)]).toEqual(["2.5x", "-", "-"]);
});
