import { expect, test } from "vitest";
import { apiTokenInput } from "#server/contract/inputs";
import { wishOf } from "./token-wish";

test("a form becomes what the API takes; empty choices are no limits", () => {
  const now = Date.now();
  const day = 24 * 3600 * 1000;
  expect(wishOf({ name: "Display", rights: "read", class: "", kit: "", lasts: "week" }, now)).toEqual({
    name: "Display",
    readOnly: true,
    expiresAt: now + 7 * day,
  });
  const wish = wishOf({ name: "Robot", rights: "all", class: "lab", kit: "lamp", lasts: "always" }, now);
  expect(wish).toEqual({ name: "Robot", readOnly: false, class: "lab", kit: "lamp", expiresAt: null });
  expect(apiTokenInput.safeParse(wish)).toMatchObject({ success: true });
});

test("what a form leaves unsaid is the smaller right and the shorter time", () => {
  expect(wishOf({ name: "x", kit: "lamp" }, 0)).toEqual({
    name: "x",
    readOnly: true,
    expiresAt: 30 * 24 * 3600 * 1000,
  });
});
