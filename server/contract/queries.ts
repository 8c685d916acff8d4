import { z } from "zod";
import { isFieldName, MAX_FIELD_BYTES } from "./fields";
import { filter, slug, yes } from "./inputs";
import { isZone } from "./local-time";

/** What stands behind the `?` of an address; what a body says is in inputs.ts. */

const MAX_PAGE = 1000;
/** The last time that there is a date for (ECMA-262, 21.4.1.1). */
const LAST_TIME = 8.64e15;

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100).describe("how many at most"),
  cursor: z.string().max(600).optional().describe("the `nextCursor` of the page before"),
});

export const topicsQuery = pageQuery.extend({ kit: slug.optional() });

const time = z.coerce.number().int().min(0).max(LAST_TIME).describe("milliseconds of Unix time");

export const messagesQuery = pageQuery.extend({
  topic: filter.optional(),
  from: time.optional(),
  to: time.optional(),
  order: z.enum(["asc", "desc"]).default("asc"),
});

/** Which stored messages are deleted. What it does not know it refuses: `to` for `before` would delete everything. */
export const removalQuery = z
  .strictObject({
    topic: filter.optional(),
    before: z
      .string()
      .regex(/^\d{1,16}$/, "milliseconds of Unix time")
      .transform(Number)
      .pipe(z.int().max(LAST_TIME))
      .optional()
      .describe("milliseconds of Unix time"),
  })
  .refine(({ topic, before }) => topic !== undefined || before !== undefined, {
    message: "topic or before, one of them at least",
    path: ["topic"],
  });

/** Which stored messages go into a file: all that the asker may read, where nothing is said. */
export const exportQuery = messagesQuery.pick({ topic: true, from: true, to: true });

export const csvQuery = exportQuery.extend({
  zone: z
    .string()
    .max(64)
    .refine(isZone, "a time zone such as Asia/Seoul")
    .optional()
    .describe("a time zone such as Asia/Seoul, for the column `local_time`"),
  bom: yes,
});

/** A numeric leaf's path; empty, as a form sends it, for none. */
const field = z
  .string()
  .describe("the dotted path of a number in JSON payloads")
  .refine((text) => text === "" || isFieldName(text), `a name of at most ${MAX_FIELD_BYTES} bytes`);

export const seriesQuery = z
  .object({
    topic: filter,
    field: field.optional(),
    from: time.optional(),
    to: time.optional(),
    points: z.coerce.number().int().min(1).max(2000).default(500).describe("how many buckets at most"),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: "not before from",
    path: ["to"],
  });
