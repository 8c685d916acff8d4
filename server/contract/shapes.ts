import { z } from "zod";
import { REFUSALS, type RefusalCode } from "./refusal";

/**
 * What goes over HTTP and Socket.IO (docs/protocol.md, "Shapes"): each described once, as a type for the code and as a
 * schema for the API's description. Answers are made by the server and not parsed again.
 */

const time = z.int().min(0).describe("milliseconds of Unix time");
const timeOrNever = time.nullable();
const count = z.int().min(0);
const slug = z.string().describe("2 to 32 of a-z, 0-9 and -");

export const role = z.enum(["instructor", "student"]);
export type Role = z.infer<typeof role>;

export const qos = z.union([z.literal(0), z.literal(1), z.literal(2)]);
export type Qos = z.infer<typeof qos>;

export const classSettings = z.object({
  kitsMayCommand: z.boolean().describe("kits may publish to other kits' set/#"),
  privateKits: z.boolean().describe("students read their own kits and the board only"),
  declareFirst: z.boolean().describe("a first message does not register its topic"),
  allowPins: z.boolean().describe("a password may be a PIN of 4 to 8 digits"),
  limits: z.object({
    members: count,
    kits: count,
    topics: count,
    messagesPerSecond: count.describe("of each kit"),
    historyDays: count.describe("days that messages are kept as they came"),
    summaryDays: count.describe(
      "days that the sums of their hours are kept, from which long charts are drawn",
    ),
  }),
});
export type ClassSettings = z.infer<typeof classSettings>;

export const classroom = z
  .object({
    slug,
    name: z.string(),
    role: role.describe("the asker's"),
    joinCode: z.string().exactOptional().describe("for instructors"),
    joinOpen: z.boolean().exactOptional().describe("for instructors"),
    joinUntil: timeOrNever.exactOptional().describe("for instructors: when the code ends by itself"),
    archivedAt: timeOrNever,
    createdAt: time,
    settings: classSettings,
  })
  .meta({ id: "Class" });
export type Class = z.infer<typeof classroom>;

export const member = z
  .object({
    id: z.uuid(),
    username: z.string().nullable(),
    name: z.string(),
    role,
    email: z.string().exactOptional(),
    lastSeenAt: timeOrNever,
    suspendedAt: timeOrNever,
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof member>;

/** A password as it is shown, once, to whoever hands it to its owner. */
export const handedPassword = member
  .pick({ id: true, username: true, name: true })
  .extend({ password: z.string() })
  .meta({ id: "HandedPassword" });
export type HandedPassword = z.infer<typeof handedPassword>;

/** A person as they see themselves; `username` is what they type in the class that made their account. */
export const invitation = z
  .object({ id: z.uuid(), by: z.string(), createdAt: time, expiresAt: time })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof invitation>;

export const me = member.pick({ id: true, username: true, name: true, email: true }).meta({ id: "Me" });
export type Me = z.infer<typeof me>;

export const kit = z
  .object({
    slug,
    name: z.string(),
    owner: member.pick({ id: true, username: true, name: true }).nullable(),
    shareControl: z.boolean().describe("classmates may publish to its set/#"),
    online: z.boolean(),
    lastSeenAt: timeOrNever,
    createdAt: time,
  })
  .meta({ id: "Kit" });
export type Kit = z.infer<typeof kit>;

/** What a kit's card says. */
export const kitCard = kit
  .extend({
    username: z.string().describe("<class>.<kit>"),
    key: z.string(),
    claimCode: z.string().nullable().describe("by which a member claims it; null once somebody owns it"),
  })
  .meta({ id: "KitCard" });
export type KitCard = z.infer<typeof kitCard>;

/** What a kit signs in with at the broker. */
export const kitKey = z
  .object({ username: z.string().describe("<class>.<kit>"), key: z.string() })
  .meta({ id: "KitKey" });
export type KitKey = z.infer<typeof kitKey>;

/** A message as `topic:messages` carries it: text where the bytes are UTF-8, else the bytes. */
export type Message = { topic: string; payload: string | Uint8Array; at: number; qos: Qos; retain: boolean };

const envelope = z.object({ topic: z.string(), at: time, qos, retain: z.boolean() });

/** The same over HTTP: bytes that are not UTF-8 stand in `payloadBase64` instead of `payload`. */
export const httpMessage = z
  .union([envelope.extend({ payload: z.string() }), envelope.extend({ payloadBase64: z.base64() })])
  .meta({ id: "Message" });
export type HttpMessage = z.infer<typeof httpMessage>;

export const topic = z
  .object({
    topic: z.string().describe("<class>/<kit>/<stream>"),
    stream: z.string(),
    kit: z.string().nullable().describe("null on the class's board"),
    label: z.string().nullable(),
    unit: z.string().nullable(),
    backfill: z.boolean().describe("its readings may say themselves when they were taken"),
    last: httpMessage.nullable(),
    createdAt: time,
  })
  .meta({ id: "Topic" });
export type Topic = z.infer<typeof topic>;

/** A bucket of a series that has values: `at` is its beginning, a multiple of the series' `bucketMs`. */
export const seriesPoint = z.object({
  at: time,
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  count,
});
export type SeriesPoint = z.infer<typeof seriesPoint>;

/** What to draw of one topic; `field` is null for plain readings. Buckets without a value are left out. */
export const series = z
  .object({
    topic: z.string(),
    field: z.string().nullable(),
    from: time,
    to: time,
    bucketMs: count,
    points: z.array(seriesPoint),
  })
  .meta({ id: "Series" });
export type Series = z.infer<typeof series>;

/** What a class has stored: how many messages, the bytes of their payloads, the time of the oldest. */
export const history = z
  .object({
    messages: count,
    bytes: count,
    oldestAt: timeOrNever,
    historyDays: count,
    summaryDays: count,
    topics: z
      .array(z.object({ topic: z.string(), messages: count, bytes: count, oldestAt: time }))
      .describe("those with the most bytes, up to a hundred"),
  })
  .meta({ id: "History" });
export type History = z.infer<typeof history>;

/** An API token, as its maker sees it in a list; `class` and `kit` are what it is limited to. */
export const apiToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    readOnly: z.boolean(),
    class: slug.nullable().describe("the one class that it is limited to"),
    kit: slug.nullable().describe("the one kit of that class that it is limited to"),
    expiresAt: timeOrNever,
    lastUsedAt: timeOrNever.describe("to the minute"),
    createdAt: time,
  })
  .meta({ id: "ApiToken" });
export type ApiToken = z.infer<typeof apiToken>;

/** A part of a list; without a `nextCursor` it is the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export type Page<Item> = { items: Item[]; nextCursor: string | null };

const refusalCode = z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]); // it has more than none

/** What a line of a roster would do, did, or why it did nothing. */
export const rosterRow = z
  .object({
    line: count.describe("in the file, from 1"),
    name: z.string(),
    username: z.string(),
    result: z.enum(["ready", "created", "refused"]).describe("`ready`: it would be created"),
    id: z.uuid().exactOptional().describe("of the account that was made"),
    password: z.string().nullable().describe("of the account that was made, shown once"),
    makesPassword: z.boolean().describe("the line has no password, so that the server makes one"),
    code: refusalCode.exactOptional(),
    message: z.string().exactOptional(),
  })
  .meta({ id: "RosterRow" });
export type RosterRow = z.infer<typeof rosterRow>;

export const rosterResult = z
  .object({ rows: z.array(rosterRow), ready: count, created: count, refused: count })
  .meta({ id: "RosterResult" });
export type RosterResult = z.infer<typeof rosterResult>;

const named = z.object({ count, names: z.array(z.string()).describe("the first twelve") });

/** What goes with a class when it is deleted. */
export const classContents = z
  .object({
    members: count,
    accounts: named.describe("of people without an e-mail who are in no other class: they go too"),
    kits: named,
    topics: count,
    tokens: count.describe("API tokens that are limited to the class"),
    messages: count,
    bytes: count.describe("of their payloads"),
    oldestAt: timeOrNever,
  })
  .meta({ id: "ClassContents" });
export type ClassContents = z.infer<typeof classContents>;

/** What came of a class's file: the new class, what is in it, and what of the file is not. */
export const restoredClass = z
  .object({
    class: classroom,
    restored: z.object({ members: count, kits: count, topics: count, messages: count }),
    leftOut: z.object({
      messages: count.describe("older than the class or this server keeps them"),
      people: count.describe("others who sign in by e-mail; their kits have no owner"),
    }),
  })
  .meta({ id: "RestoredClass" });
export type RestoredClass = z.infer<typeof restoredClass>;

/** A refusal over HTTP (RFC 9457). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: refusalCode,
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .readonly()
      .exactOptional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
