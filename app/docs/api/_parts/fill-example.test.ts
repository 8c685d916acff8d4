import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { fillExample } from "./fill-example";

const EXAMPLES = path.resolve(import.meta.dirname, "../_examples");

test("an example's blanks are filled, and what is not given stays", () => {
  const text = 'io("http://localhost:3000", "kr_your_token", "my-class/my-kit/#")';
  expect(fillExample(text, { address: "https://kits.test", class: "7b" })).toBe(
    'io("https://kits.test", "kr_your_token", "7b/my-kit/#")',
  );
});

test("each example is about ten lines and has every blank", async () => {
  for (const name of await readdir(EXAMPLES)) {
    const text = await readFile(path.join(EXAMPLES, name), "utf8");
    expect(text.trim().split("\n").length, name).toBeLessThanOrEqual(13);
    for (const blank of ["http://localhost:3000", "kr_your_token", "my-class", "my-kit"])
      expect(text, name).toContain(blank);
  }
});
