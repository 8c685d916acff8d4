import { z } from "zod";
import type { Actor } from "../contract/actor";
import { httpMessage, type RawMessage } from "../contract/message";
import type { HttpMessage, Page, Qos } from "../contract/shapes";
import { pool } from "./client";
import { LAST_OF_EACH, PAGES } from "./message-queries";
import { makeCursor, type PageAsked, readCursor } from "./pages";
import { readOfTopics } from "./readable-topics";

/** Stored messages asked for: those whose topic the filter matches, `from` and `to` included (milliseconds). */
export type MessagesAsked = PageAsked & {
  topic?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  order: "asc" | "desc";
};

/** A message without its topic's name. */
export type LastMessage = Omit<RawMessage, "topic">;

/** A row of `message-queries.ts`. */
export type Stored = {
  topic_id: number;
  at: number;
  seq: string;
  payload: Buffer;
  qos: Qos;
  retain: boolean;
};

/** A row of a page. */
type Shown = Omit<Stored, "topic_id"> & { topic: string; found: number };

/** A page of big messages ends early rather than fill the server's memory. */
const PAGE_BYTES = 8 * 1024 * 1024;

/**
 * The stored messages of a class that somebody may read, by time of arrival across all matching topics. A page ends
 * after `limit` messages or 8 MiB; its cursor names the last message, so that new ones shift nothing.
 */
export async function messagesOf(
  actor: Actor,
  className: string,
  asked: MessagesAsked,
): Promise<Page<HttpMessage>> {
  const after = asked.cursor === undefined ? null : readCursor(asked.cursor, position);
  const rows = await readOfTopics<Shown>(PAGES[asked.order], actor, className, asked.topic, [
    asked.from ?? null,
    asked.to ?? null,
    ...(after ?? [null, null]),
    asked.limit + 1,
    PAGE_BYTES,
  ]);
  const shown = rows.slice(0, asked.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => httpMessage({ topic: row.topic, ...rawOf(row) })),
    nextCursor: last && last.found > shown.length ? makeCursor([last.at, last.seq]) : null,
  };
}

/** The newest stored message of each of these topics that has one. */
export async function lastMessages(topicIds: readonly number[]): Promise<Map<number, LastMessage>> {
  if (topicIds.length === 0) return new Map();
  const { rows } = await pool().query<Stored>(LAST_OF_EACH, [topicIds]);
  return new Map(rows.map((row) => [row.topic_id, rawOf(row)]));
}

/** The message that a row is. */
export function rawOf({ payload, at, qos, retain }: Omit<Stored, "topic_id">): LastMessage {
  return { payload, at, qos, retain };
}

/** The name of a message's topic, among those that were asked for. */
export function nameOf(topics: ReadonlyMap<number, string>, id: number): string {
  const topic = topics.get(id);
  if (topic === undefined) throw new Error(`a message of topic ${id} was read, which nobody asked for`);
  return topic;
}

/** A place in the order of messages: time of arrival, and the number that orders those of one millisecond. */
const position = z.tuple([z.int().min(0).max(8.64e15), z.string().regex(/^\d{1,18}$/)]);
