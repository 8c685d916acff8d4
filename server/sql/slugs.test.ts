import { expect, test } from "vitest";
import { isSlug } from "../contract/topic";
import { newJoinCode } from "./codes";
import { freeSlug, stemOf, wishedSlug } from "./slugs";

test("a slug is made of the name", () => {
  expect(wishedSlug("Desk Lamp 3", "kit")).toBe("desk-lamp-3");
  expect(wishedSlug("Café Müller", "class")).toBe("cafe-muller");
});

test.each(["온도계", "💡", "A", "---"])("a name of which nothing can stay (%s) still gives one", (name) => {
  expect(wishedSlug(name, "class")).toMatch(/^class-[a-z0-9]{4}$/);
  expect(wishedSlug(name, "kit")).toMatch(/^kit-[a-z0-9]{4}$/);
});

test("a taken slug is numbered from 2 on", () => {
  expect(freeSlug("lamp", new Set())).toBe("lamp");
  expect(freeSlug("lamp", new Set(["lamp"]))).toBe("lamp-2");
  expect(freeSlug("lamp", new Set(["lamp", "lamp-2", "lamp-3"]))).toBe("lamp-4");
});

test("a numbered slug stays within 32 characters and begins with the stem that is looked up", () => {
  const wished = `${"a".repeat(29)}-bb`;
  const taken = new Set([wished]);
  for (let kit = 0; kit < 120; kit++) {
    const slug = freeSlug(wished, taken);
    expect(isSlug(slug)).toBe(true);
    expect(slug.startsWith(stemOf(wished))).toBe(true);
    taken.add(slug);
  }
  expect(taken.size).toBe(121);
});

test("join codes have none of 0 O 1 I L", () => {
  for (let code = 0; code < 500; code++) expect(newJoinCode()).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
});
