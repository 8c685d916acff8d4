import { z } from "zod";
import { Refusal } from "../contract/refusal";
import type { Page } from "../contract/shapes";

/** Which part of a list is wanted: at most `limit` items after the one that `cursor` names. */
export type PageAsked = { limit: number; cursor?: string | undefined };

const MAX_LIMIT = 1000;

/** The whole of a short list in one page, for pages that show it all. */
export const EVERYTHING: PageAsked = { limit: MAX_LIMIT };

/** Makes a cursor of what the next page starts after. It says nothing that its reader has not seen. */
export function makeCursor(after: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(after)).toString("base64url");
}

/** Reads a cursor of that form back; throws `bad-input` for anything that `makeCursor` did not make. */
export function readCursor<Form extends z.ZodType>(cursor: string, form: Form): z.output<Form> {
  const parsed = form.safeParse(parse(cursor));
  if (!parsed.success) {
    const message = "not a cursor of this list";
    throw new Refusal("bad-input", "The cursor is not one of this list.", {
      errors: [{ field: "cursor", message }],
    });
  }
  return parsed.data;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** PostgreSQL's text knows no NUL. */
const name = z.tuple([
  z
    .string()
    .max(300)
    .refine((text) => !text.includes("\0")),
]);
const id = z.tuple([z.uuid()]);

/** The name (a slug, a topic's path) after which the page begins, or null at the beginning. */
export function afterName({ cursor }: PageAsked): string | null {
  return cursor === undefined ? null : readCursor(cursor, name)[0];
}

/** The same where the list is in the order of ids. */
export function afterId({ cursor }: PageAsked): string | null {
  return cursor === undefined ? null : readCursor(cursor, id)[0];
}

/** Makes a page of up to one row more than was asked for: that one tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit }: PageAsked,
  { key, shape }: { key: (row: Row) => readonly (string | number)[]; shape: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(shape), nextCursor: more ? makeCursor(key(last)) : null };
}
