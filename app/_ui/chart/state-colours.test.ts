import { expect, test } from "vitest";
import { wordColours } from "./state-colours";

const said = (...words: string[]) => words.map((text, at) => ({ at, text }));

test("each word has a colour of its own, and keeps it when others are said after it", () => {
  const first = wordColours(said("open", "shut", "open"));
  const later = wordColours(said("open", "shut", "open", "ajar", "locked", "stuck", "shut"));
  expect(new Set(later.values()).size).toBe(5);
  expect([...later].slice(0, 2)).toEqual([...first]);
});

test("a switch needs none: it has the stream's", () => {
  expect([...wordColours(said("on", "off", "fault")).keys()]).toEqual(["fault"]);
});
