import type { Reply } from "#server/contract/refusal";
import type { RosterResult } from "#server/contract/shapes";
import { sendApi } from "@/_live/api";

/** A large roster's passwords take their time, in milliseconds. */
const PATIENCE_MS = 180_000;

/** Asks what a roster would do (`?preview=true`), or imports it. */
export function sendRoster(slug: string, text: string, query = ""): Promise<Reply<RosterResult>> {
  const path = `/classes/${slug}/members/import${query}`;
  return sendApi("POST", path, { type: "text/csv; charset=utf-8", text }, PATIENCE_MS);
}
