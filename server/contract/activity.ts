import { z } from "zod";
import { REFUSALS, type RefusalCode } from "./refusal";
import { member } from "./shapes";

const time = z.int().min(0).describe("milliseconds of Unix time");
const count = z.int().min(0);
const codes = Object.keys(REFUSALS) as RefusalCode[]; // the keys of that very table

/** What was refused to a kit or person of a class, and how often within the hour. */
export const classRefusal = z
  .object({
    kit: z.string().nullable().describe("the kit that it was refused to; null for a person"),
    person: member.pick({ id: true, name: true }).nullable(),
    code: z.enum(codes),
    message: z.string().describe("why, in plain words"),
    topic: z.string().nullable(),
    count,
    firstAt: time,
    lastAt: time,
  })
  .meta({ id: "ClassRefusal" });
export type ClassRefusal = z.infer<typeof classRefusal>;

/** What is said where a kit's name was tried with another key. */
export const WRONG_KEY = "Somebody tried to connect with a wrong key.";

/** How many days messages are counted for. */
export const ACTIVITY_DAYS = 7;

/** How many messages of a kit are stored, by days of 24 hours that end now, the oldest first. */
export const kitActivity = z
  .object({
    kit: z.string(),
    name: z.string(),
    owner: member.pick({ id: true, username: true, name: true }).nullable(),
    days: z.array(count).length(ACTIVITY_DAYS),
  })
  .meta({ id: "KitActivity" });
export type KitActivity = z.infer<typeof kitActivity>;
