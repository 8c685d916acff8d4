import { getCsrfToken, signIn, signOut } from "next-auth/react";
import type { Refusal, RefusalCode, Reply } from "#server/contract/refusal";
import { REFUSALS } from "#server/contract/refusal";

export type Credentials =
  | { email: string; password: string }
  | { class: string; username: string; password: string };

/** Opens a session in this browser. Never throws; wrong credentials are `not-signed-in`. */
export async function openSession(credentials: Credentials): Promise<Reply<void>> {
  try {
    // Without an answer here signIn() would leave the page for one that cannot be reached either.
    if (!(await getCsrfToken())) return refused("unavailable");
    const answer = await signIn("credentials", { redirect: false, ...credentials });
    if (answer?.ok && !answer.error) return { ok: true, value: undefined };
    return refused(codeOf(answer?.error ?? ""));
  } catch {
    return refused("unavailable");
  }
}

/** Ends the session in this browser. Rejects where the server cannot be reached. */
export async function closeSession(): Promise<void> {
  await signOut({ redirect: false });
}

const refused = (code: Refusal["code"]): Reply<never> => ({ ok: false, code, message: "" });

/** next-auth answers with what `authorize` threw, or with its own word for "nobody of that name and password". */
function codeOf(error: string): RefusalCode {
  return Object.hasOwn(REFUSALS, error) ? (error as RefusalCode) : "not-signed-in";
}
