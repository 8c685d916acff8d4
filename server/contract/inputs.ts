import { z } from "zod";
import { qos } from "./shapes";
import { tidyName } from "./text";
import { bytesOf, isFilter, isSlug, LIMITS, SHARED, SLUG } from "./topic";

/** One schema for each input, used by the route, the socket, the page's form and the API's description alike. */

/** The end of the year 9999: a database's later dates cannot all be read back. */
const LAST_EXPIRY = 253_402_300_799_999;
/** A shorter one is a PIN. */
export const MIN_PASSWORD = 8;

/** Text for people. Control and half characters are refused, not dropped: whoever sends them means something else. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .trim()
    .refine((given) => !/[\p{Cc}\p{Cs}]/u.test(given), "no control characters, and no half ones")
    .transform(tidyName);

export const name = text(200)
  .refine((given) => given.length >= 1 && [...given].length <= 60, "1 to 60 visible characters")
  .describe("1 to 60 visible characters");

export const slug = z
  .string()
  .regex(SLUG, "2 to 32 of a-z, 0-9 and -, beginning with a letter or digit")
  .describe("2 to 32 of a-z, 0-9 and -, beginning with a letter or digit");
export const kitSlug = slug
  .refine((text) => text !== SHARED, "this word is taken by the class's board")
  .describe("2 to 32 of a-z, 0-9 and -, beginning with a letter or digit, and not `shared`");
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("an e-mail address"))
  .describe("an e-mail address");
const password = z.string().min(MIN_PASSWORD, "at least 8 characters").max(200, "at most 200 characters");
/** What is typed at a sign-in: any length that a password may ever have had, so that old ones still open. */
const typedPassword = z.string().min(1).max(200);
/** Eight characters, or a PIN of 4 to 8 digits; whether the class takes PINs is checked when it is known. */
const memberPassword = z
  .string()
  .max(200, "at most 200 characters")
  .refine((text) => text.length >= MIN_PASSWORD || /^\d{4,8}$/.test(text), "at least 8 characters")
  .describe("8 to 200 characters, or a PIN of 4 to 8 digits where the class allows it");
export const username = z
  .string()
  .max(200)
  .trim()
  .normalize("NFC")
  .refine((given) => /^[\p{L}\p{N}\p{M}._-]{2,32}$/u.test(given), "2 to 32 letters, digits, . _ or -")
  .describe("2 to 32 letters, digits, . _ or -");

/** Codes are typed by hand: only letters and digits count, in either case. */
export const joinCode = z
  .string()
  .max(40)
  .transform((text) =>
    text
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, ""),
  )
  .refine((text) => text.length > 0, "the code that your instructor shows")
  .describe("the class's join code; only its letters and digits count");

const tooLarge = { message: `at most ${LIMITS.payloadBytes} bytes`, params: { code: "too-large" } };
const payload = z
  .union([z.string(), z.instanceof(Uint8Array)])
  .refine(
    (value) => (typeof value === "string" ? bytesOf(value) : value.byteLength) <= LIMITS.payloadBytes,
    tooLarge,
  );
export const filter = z
  .string()
  .refine(isFilter, "a topic, or a filter with + and # alone in their levels")
  .describe("a topic, class included, or a filter with + and # alone in their levels");

export const setupInput = z.object({ setupCode: z.string().trim().max(100), name, email, password });

export const tokenInput = z.union([
  z.object({ email, password: typedPassword }),
  z.object({
    class: z.string().trim().toLowerCase().max(100).refine(isSlug, "the short name of a class"),
    username: z.string().trim().min(1).max(200),
    password: typedPassword,
  }),
]);

export const joinInput = z.object({ code: joinCode, username, name, password: memberPassword });

const invitationCode = z.string().trim().min(1).max(100).describe("the end of the invitation's link");
export const invitationInput = z.object({ code: invitationCode, name, email, password });
export const invitationAccept = z.object({ code: invitationCode });

export const classInput = z.object({ name, slug: slug.optional() });

const count = (most: number) => z.int().min(1).max(most);

export const classLimits = z.object({
  members: count(2000),
  kits: count(2000),
  topics: count(50_000),
  messagesPerSecond: count(1000),
  historyDays: count(3650),
  summaryDays: count(3650),
});

export const classChange = z
  .object({
    name,
    joinOpen: z.boolean(),
    joinUntil: z
      .int()
      .max(LAST_EXPIRY)
      .refine((at) => at > Date.now(), "a time to come")
      .nullable()
      .describe(
        "when the join code ends by itself, in milliseconds of Unix time; null: not before it is closed",
      ),
    renewJoinCode: z.literal(true),
    archived: z.boolean(),
    settings: z
      .object({
        kitsMayCommand: z.boolean(),
        privateKits: z.boolean(),
        declareFirst: z.boolean(),
        allowPins: z.boolean(),
        limits: classLimits.partial(),
      })
      .partial(),
  })
  .partial();

export const memberInput = z.object({ username, name, password: memberPassword });
export const memberChange = z
  .object({ name, role: z.enum(["instructor", "student"]), suspended: z.boolean() })
  .partial();

/** One line of a roster: without a password the server makes one. */
export const rosterMember = z.object({ username, name, password: memberPassword.nullable() });
export const yes = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
/** What it does not know it refuses: who mistypes `preview` would make accounts. */
export const rosterQuery = z.strictObject({
  preview: yes.describe("true: says what each line would do, and does nothing"),
  atomic: yes.describe("true: all lines or none"),
});
export const rosterFileQuery = z.object({ bom: yes.describe("true: begins with a byte order mark") });
export const memberMove = z.object({ class: slug });
/** Without `users` all students of the class. */
export const passwordsInput = z.object({ users: z.array(z.uuid()).min(1).max(2000).optional() });

/** Without a password the server makes one. */
export const passwordInput = z.object({ password: memberPassword.optional() });

/** One's own account: a new password asks for the one that was. */
export const meChange = z
  .object({
    name: name.optional(),
    password: memberPassword.optional(),
    currentPassword: typedPassword.optional(),
  })
  .refine((change) => change.password === undefined || change.currentPassword !== undefined, {
    message: "the password that you have now",
    path: ["currentPassword"],
  });
export const meRemoval = z.object({ password: typedPassword });

/** An API token: everything that its maker may, or less; without `expiresAt` (milliseconds) until it is revoked. */
export const apiTokenInput = z
  .object({
    name,
    readOnly: z.boolean().default(false),
    class: slug.optional(),
    kit: kitSlug.optional(),
    expiresAt: z
      .int()
      .max(LAST_EXPIRY)
      .refine((at) => at > Date.now(), "a time to come")
      .nullable()
      .optional()
      .describe("milliseconds of Unix time; null or none: until it is revoked"),
  })
  .refine((wish) => wish.kit === undefined || wish.class !== undefined, {
    message: "the class that the kit is in",
    path: ["class"],
  });

/** `owner` is an instructor's to say: a member's id, or null for a kit that waits for its owner. */
export const kitInput = z.object({
  name,
  slug: kitSlug.optional(),
  owner: z.uuid().nullable().optional(),
});
/** Numbered kits: "Kit 1", "Kit 2" ... */
export const kitsInput = z.object({
  count: z.int().min(1).max(200),
  name: text(100)
    .refine((given) => given.length >= 1 && [...given].length <= 50, "1 to 50 visible characters")
    .describe("1 to 50 visible characters; a number follows it")
    .default("Kit"),
});
/** By the code on its card, typed by hand like a join code. */
export const claimInput = z.object({ code: joinCode });
export const kitChange = z.object({ name, shareControl: z.boolean(), owner: z.uuid().nullable() }).partial();

const wholeTopic = z.string().describe("<class>/<kit>/<stream>");
export const label = text(200).nullable();
export const unit = text(40).nullable();
export const topicChange = z.object({ label, unit, backfill: z.boolean() }).partial();
/** `topic` is the whole topic, class included. */
export const topicInput = topicChange.extend({ topic: wholeTopic });

/** How many bytes a base 64 text stands for (RFC 4648, 4). */
function base64Bytes(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** Over HTTP bytes come as `payloadBase64`, and JSON has no others. */
export const httpPublishInput = z
  .object({
    topic: wholeTopic,
    payload: z
      .string()
      .refine((text) => bytesOf(text) <= LIMITS.payloadBytes, tooLarge)
      .describe("text of at most 64 KiB in UTF-8")
      .optional(),
    payloadBase64: z
      .base64()
      .refine((text) => base64Bytes(text) <= LIMITS.payloadBytes, tooLarge)
      .describe("bytes, in place of `payload`")
      .optional(),
    qos: qos.default(0),
    retain: z.boolean().default(false),
  })
  .refine((input) => (input.payload === undefined) !== (input.payloadBase64 === undefined), {
    message: "payload or payloadBase64, one of them",
    path: ["payload"],
  });

export const subscribeInput = z.object({ topic: filter, qos: qos.default(0) });
export const unsubscribeInput = z.object({ topic: filter });
export const publishInput = z.object({
  topic: z.string(),
  payload,
  qos: qos.default(0),
  retain: z.boolean().default(false),
});
