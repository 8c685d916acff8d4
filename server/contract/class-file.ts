import { z } from "zod";
import { classLimits, kitSlug, label, name, slug, unit, username } from "./inputs";
import { classSettings, role } from "./shapes";

/**
 * A whole class in a zip file (docs/decisions/022): who is in it, its kits and topics, how it is set, and every message.
 * Secrets are not among them: no password, no key, no code. Each form is what is written and what is read.
 */
export const CLASS_FILE = { format: "kitroom-class", version: 1 } as const;

/** The files in the zip. */
export const PARTS = {
  about: "kitroom.json",
  roster: "roster.json",
  kits: "kits.json",
  topics: "topics.json",
  messages: "messages.csv",
} as const;
export type Part = keyof typeof PARTS;

/** Until the end of the year 9999: later dates cannot all be read back. */
const time = z.int().min(0).max(253_402_300_799_999);
const timeOrNever = time.nullable();

/** What is wanted of a file before anything else in it is believed. */
export const fileKind = z.looseObject({ format: z.string(), version: z.int() });

export const about = z.object({
  format: z.literal(CLASS_FILE.format),
  version: z.literal(CLASS_FILE.version),
  exportedAt: time,
  class: z.object({
    slug,
    name,
    createdAt: time,
    settings: classSettings.extend({ limits: classLimits }),
  }),
});
export type About = z.infer<typeof about>;

/** Somebody of the class. Who signs in by e-mail has no user name, or had one before. */
export const person = z.object({
  username: username.nullable(),
  name,
  role,
  email: z.string().max(254).nullable(),
  suspendedAt: timeOrNever,
  lastSeenAt: timeOrNever,
});
export type FilePerson = z.infer<typeof person>;

export const kit = z.object({
  slug: kitSlug,
  name,
  owner: z.string().max(254).nullable().describe("a user name, or an e-mail where there is none"),
  shareControl: z.boolean(),
  lastSeenAt: timeOrNever,
  createdAt: time,
});
export type FileKit = z.infer<typeof kit>;

export const topic = z.object({
  path: z.string().max(200).describe("after the class: lamp/air/temperature"),
  label,
  unit,
  backfill: z.boolean(),
  createdAt: time,
});
export type FileTopic = z.infer<typeof topic>;

/** As many as a class may have by its limits. */
export const roster = z.array(person).max(2000);
export const kits = z.array(kit).max(2000);
export const topics = z.array(topic).max(50_000);

/** A class without its messages, as its file has it. */
export type WholeClass = { about: About; roster: FilePerson[]; kits: FileKit[]; topics: FileTopic[] };
