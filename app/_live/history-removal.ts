import type { Reply } from "#server/contract/refusal";
import { callApi } from "./api";

/** Stored messages: of a topic or filter, from before a time (milliseconds), or both. */
export type Past = { class: string; topic?: string; before?: number };

/** Deleting millions takes longer than anything else that is asked for. */
const PATIENCE_MS = 10 * 60_000;

/** Deletes them; answers how many there were. */
export function removePast({ class: slug, topic, before }: Past): Promise<Reply<{ messages: number }>> {
  const asked = new URLSearchParams();
  if (topic !== undefined) asked.set("topic", topic);
  if (before !== undefined) asked.set("before", String(before));
  return callApi("DELETE", `/classes/${slug}/messages?${asked}`, undefined, PATIENCE_MS);
}
