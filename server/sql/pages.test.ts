import { expect, test } from "vitest";
import { Refusal } from "../contract/refusal";
import { afterId, afterName, makeCursor, pageOf } from "./pages";

const by = { key: (slug: string) => [slug], shape: (slug: string) => slug };

test("a page ends with a cursor only where there is more", () => {
  expect(pageOf(["a", "b"], { limit: 2 }, by)).toEqual({ items: ["a", "b"], nextCursor: null });
  const page = pageOf(["a", "b", "c"], { limit: 2 }, by);
  expect(page.items).toEqual(["a", "b"]);
  expect(afterName({ limit: 2, cursor: page.nextCursor ?? "" })).toBe("b");
  expect(pageOf([], { limit: 2 }, by)).toEqual({ items: [], nextCursor: null });
});

test("a cursor is safe in an address and names what is in no alphabet of ours", () => {
  const cursor = makeCursor(["lamp/온도/🌡"]);
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(afterName({ limit: 1, cursor })).toBe("lamp/온도/🌡");
});

test.each(["", "!", "AAAA", makeCursor([1]), makeCursor(["a", "b"]), makeCursor(["a\0"]), "ÿ", "WyJh"])(
  "what makeCursor did not make (%j) is bad-input",
  (cursor) => {
    expect(() => afterName({ limit: 1, cursor })).toThrow(Refusal);
    expect(() => afterId({ limit: 1, cursor })).toThrow("not one of this list");
  },
);
