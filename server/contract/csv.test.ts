import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine, plainText } from "./csv";
import { readCsv } from "./csv-testing";

/** What a spreadsheet leaves out before it looks at a cell, and the four signs that then begin a formula (in NFKC). */
const SKIPPED = /[\s\p{Cc}\p{Cf}]/u;
const begins = (text: string) => [...text].find((character) => !SKIPPED.test(character))?.normalize("NFKC");
const wouldRun = (text: string) =>
  /^[\t\r\n]/.test(text) || ["=", "+", "-", "@"].includes(begins(text)?.[0] ?? "");

const sly = fc.string({
  unit: fc.constantFrom(
    ..."=+-@＝＋－＠﹦﹢﹣﹫⁺⁼₊₌⩵⩶﬩'\"|!;, \t\r\n\0\ufeff\u00a0\u3000\u200b0159.eE",
    "온",
    "SUM(A1)",
  ),
  maxLength: 8,
});
const anything = fc.oneof(sly, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

describe("CSV", () => {
  test("no text begins as a formula, unless it is a number, and nothing else is changed", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const plain = plainText(text);
        if (wouldRun(plain)) expect(Number.isFinite(Number(plain.replace(/^ +| +$/g, "")))).toBe(true);
        expect(wouldRun(text) ? [text, `'${text}`] : [text]).toContain(plain);
      }),
      { numRuns: 5000 },
    );
  });

  test("numbers are never changed", () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map(String),
      fc.integer().map((n) => `+${Math.abs(n)}e2`),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n.toFixed(3)),
    );
    fc.assert(
      fc.property(numbers, fc.constantFrom("", " "), fc.constantFrom("", " ", "\r\n"), (n, before, after) => {
        expect(plainText(before + n + after)).toBe(before + n + after);
      }),
    );
  });

  test.each(["21.5", "-3", "+4e2", ".5", "-.5E-3", "7.", "-0", " -3", "-3\r\n"])("%j is a number", (text) => {
    expect(plainText(text)).toBe(text);
  });

  test.each([
    "=1+1",
    "+",
    "-",
    "@SUM(A1)",
    "\t21.5",
    "\r=1",
    "\n-x",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "⁺1",
    "⩵1",
    "-3+cmd|' /C calc'!A0",
    "+4e2x",
    "-3\n=1",
    "--3",
    "-3,5",
    "-Infinity",
  ])("%j gets a mark", (text) => {
    expect(plainText(text)).toBe(`'${text}`);
  });

  test("a long row of digits that ends as text is text", () => {
    expect(plainText(`-${"1".repeat(65_000)}x`)).toMatch(/^'-1/);
  });

  test("what is written is read back, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anything, { minLength: 2, maxLength: 5 })), (rows) => {
        expect(readCsv(rows.map(csvLine).join(""))).toEqual(rows);
      }),
      { numRuns: 1000 },
    );
  });
});
