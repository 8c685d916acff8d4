import { STATUS_CODES } from "node:http";
import { REFUSALS, Refusal, type RefusalCode } from "../contract/refusal";
import type { Problem } from "../contract/shapes";
import { log } from "../log";
import { isDatabaseAway } from "../sql/away";

const UNEXPECTED = 500;

/** Answers that are about one asker must never be kept for another (OWASP: caching of per-user pages). */
export const NO_STORE = { "cache-control": "private, no-store" } as const;

/** What was thrown, as an answer over HTTP (RFC 9457). Anything but a refusal is a bug: logged, and told to nobody. */
export function problemOf(error: unknown, request: Request): Response {
  if (error instanceof Refusal) return refused(error);
  if (isDatabaseAway(error))
    return refused(new Refusal("unavailable", "The database does not answer. Nothing was done; try again."));
  log.error("router.unexpected", error, { method: request.method, path: new URL(request.url).pathname });
  return problem(UNEXPECTED, "unavailable", "Something went wrong here. It was written to the server's log.");
}

function refused(refusal: Refusal): Response {
  const headers =
    refusal.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(refusal.retryAfter)) };
  return problem(REFUSALS[refusal.code], refusal.code, refusal.message, {
    headers,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
  });
}

function problem(
  status: number,
  code: RefusalCode,
  detail: string,
  { headers = {}, errors }: { headers?: Record<string, string>; errors?: Problem["errors"] & object } = {},
): Response {
  const title = STATUS_CODES[status] ?? code;
  const body: Problem = { type: "about:blank", title, status, code, detail, ...(errors ? { errors } : {}) };
  return Response.json(body, {
    status,
    headers: { ...NO_STORE, ...headers, "content-type": "application/problem+json" },
  });
}
