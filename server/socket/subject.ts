import {
  type KitFacts,
  mayReadBoard,
  mayReadEveryKit,
  mayReadKit,
  maySubscribe,
  standingIn,
  type TopicFacts,
} from "../authority/may";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { findTopicParts, hasWildcard, isSlug, SHARED, type TopicParts } from "../contract/topic";
import type { Topics } from "./parts";

/** What a subscription is about: a registered topic, or the part of a class that a filter reaches into. */
export type Subject =
  | { kind: "topic"; parts: TopicParts; id: number | null; facts: TopicFacts }
  | { kind: "filter"; class: string; reach: KitFacts | "board" | "every kit" }
  | { kind: "beyond" };

type Facts = Pick<Topics, "find" | "kitFacts">;

/** Looks up what a topic or filter stands for, as things are now; throws `not-found`. */
export async function requireSubject(topics: Facts, actor: Actor, filter: string): Promise<Subject> {
  const first = filter.split("/", 1)[0] ?? "";
  if (first.startsWith("$") || hasWildcard(first)) return { kind: "beyond" };
  if (!standingIn(actor, first)) throw notFound(filter);
  return hasWildcard(filter) ? requireReach(topics, filter) : requireTopic(topics, filter);
}

async function requireTopic(topics: Facts, topic: string): Promise<Subject> {
  const parts = findTopicParts(topic);
  const found = parts && (await topics.find(parts));
  if (!found) throw notFound(topic);
  return { kind: "topic", parts, ...found };
}

async function requireReach(topics: Facts, filter: string): Promise<Subject> {
  const [className = "", kit = ""] = filter.split("/");
  if (hasWildcard(kit)) return { kind: "filter", class: className, reach: "every kit" };
  if (kit === SHARED) return { kind: "filter", class: className, reach: "board" };
  const facts = isSlug(kit) ? await topics.kitFacts(className, kit) : null;
  if (!facts) throw notFound(filter);
  return { kind: "filter", class: className, reach: facts };
}

/** Whether somebody may follow it: a filter only where every topic it reaches is theirs to read. */
export function mayFollow(actor: Actor, subject: Subject): boolean {
  if (subject.kind === "beyond") return false;
  if (subject.kind === "topic") return maySubscribe(actor, subject.facts);
  if (subject.reach === "board") return mayReadBoard(actor, subject.class);
  if (subject.reach === "every kit") return mayReadEveryKit(actor, subject.class);
  return mayReadKit(actor, subject.class, subject.reach);
}

function notFound(topic: string): Refusal {
  return new Refusal("not-found", `There is no topic ${topic}, or none that you may know of.`);
}
