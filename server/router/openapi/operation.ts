import type { z } from "zod";
import type { RefusalCode } from "../../contract/refusal";
import {
  anInstructor,
  instructor,
  instructorOfOpen,
  kitMaker,
  member,
  memberOfOpen,
  overseer,
  ownAccount,
  person,
  signedIn,
} from "../allow";
import { anybody, type Route } from "../route";

export const NOUNS = {
  Account: "Accounts: how they come to be, prove themselves and change.",
  Tokens: "API tokens: what scripts and displays sign in with. Make one on the account page.",
  Classes: "Classes, their join codes, settings and limits.",
  Members: "The people of a class.",
  Kits: "Kits and the keys by which they sign in at the broker.",
  Topics: "Topics: what kits report and are told.",
  Messages: "What was published, and publishing.",
  Server: "This Kitroom itself.",
} as const;

export type Noun = keyof typeof NOUNS;
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** A file as an answer, or as a body. */
export type FileAnswer = { type: string; example: string };

/** What there is to say of a route that its code does not say; input, query and parameters are read from the route. */
export type Operation = {
  method: Method;
  path: `/api/${string}`;
  route: Route;
  /** Names the operation for programs that are generated from the description. */
  id: string;
  noun: Noun;
  summary: string;
  /** What the summary leaves out. */
  more?: string;
  /** What a success answers; null where there is nothing to say (204). */
  answer: z.ZodType | FileAnswer | null;
  /** What 503 answers, where that is no problem. */
  whenDown?: z.ZodType;
  /** The file that the body is, where it is no JSON. */
  takes?: FileAnswer;
  /** A body that works, in a class `lab` with a kit `lamp`. */
  example?: unknown;
  /** Refusals besides those that follow from what the route is made of. */
  refusals?: readonly RefusalCode[];
};

const WHO = new Map<unknown, string>([
  [anybody, "For everybody, signed in or not."],
  [signedIn, "For everybody who is signed in."],
  [person, "For everybody who is signed in, and for no API token."],
  [member, "For members of the class."],
  [memberOfOpen, "For members of the class, unless it is archived."],
  [kitMaker, "For members of the class, unless it is archived, and for no token that is limited to a kit."],
  [overseer, "For instructors of the class."],
  [instructor, "For instructors of the class."],
  [instructorOfOpen, "For instructors of the class, unless it is archived."],
  [ownAccount, "For instructors and others with an account of their own, and for no API token."],
  [anInstructor, "For instructors, and for no token that is limited to a class."],
]);

/** Whom the route answers, in a sentence. */
export function whoMay({ route }: Operation): string {
  return WHO.get(route.facts.allow) ?? "";
}

export function isOpen({ route }: Operation): boolean {
  return route.facts.allow === anybody;
}

/** Every refusal that this operation may answer. */
export function refusalsOf(operation: Operation): Set<RefusalCode> {
  const { facts } = operation.route;
  const all = new Set<RefusalCode>(operation.refusals);
  all.add("unavailable");
  if (!isOpen(operation)) for (const code of ["not-signed-in", "token-expired"] as const) all.add(code);
  if (!isOpen(operation) && !(operation.method === "GET" && facts.allow === signedIn)) all.add("not-allowed");
  if (facts.params.length > 0) all.add("not-found");
  if (facts.input !== null || operation.takes)
    for (const code of ["bad-input", "too-large"] as const) all.add(code);
  if (facts.query !== null) all.add("bad-input");
  return all;
}
