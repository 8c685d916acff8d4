import type { FieldError, RefusalCode, Reply } from "#server/contract/refusal";
import { REFUSALS } from "#server/contract/refusal";
import type { Problem } from "#server/contract/shapes";

const PATIENCE_MS = 20_000;

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * Asks the HTTP API as the signed-in person: `await callApi<Kit>("POST", "/classes/7b/kits", { name })`. Never throws:
 * a server that does not answer is `unavailable`, like one that says so, after so long a patience (milliseconds). A 204 gives `undefined`.
 */
export async function callApi<Value>(
  method: Method,
  path: string,
  body?: unknown,
  patience = PATIENCE_MS,
): Promise<Reply<Value>> {
  const json = body === undefined ? null : { type: "application/json", text: JSON.stringify(body) };
  return sendApi(method, path, json, patience);
}

/** The same with a body that is no JSON, such as a file. */
export async function sendApi<Value>(
  method: Method,
  path: string,
  body: { type: string; text: string } | null,
  patience = PATIENCE_MS,
): Promise<Reply<Value>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: body === null ? {} : { "content-type": body.type },
      body: body?.text ?? null,
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) return refusalOf(response);
    if (response.status === 204) return { ok: true, value: undefined as Value };
    return { ok: true, value: (await response.json()) as Value };
  } catch (error) {
    return { ok: false, code: "unavailable", message: error instanceof Error ? error.message : "" };
  }
}

/** The same where the answer is a file. */
export async function fetchFile(method: Method, path: string, body: unknown): Promise<Reply<Blob>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? { ok: true, value: await response.blob() } : refusalOf(response);
  } catch (error) {
    return { ok: false, code: "unavailable", message: error instanceof Error ? error.message : "" };
  }
}

async function refusalOf(response: Response): Promise<Extract<Reply<never>, { ok: false }>> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    ok: false,
    code: isRefusalCode(problem.code) ? problem.code : "unavailable",
    message: problem.detail ?? response.statusText,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
  };
}

/** Whether a word is the code of a refusal. */
export const isRefusalCode = (code: string | undefined): code is RefusalCode =>
  code !== undefined && Object.hasOwn(REFUSALS, code);

/** What is wrong with one field of a form, or nothing. */
export function errorOf(errors: readonly FieldError[] | undefined, field: string): string | undefined {
  return errors?.find((error) => error.field === field)?.message;
}
