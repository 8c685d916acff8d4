import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "../contract/actor";
import { findSession } from "./session";

/** Who looks at this page, or null; for server components only. */
export async function findActor(): Promise<Actor | null> {
  const session = await findSession((await headers()).get("cookie") ?? undefined);
  return session?.actor ?? null;
}

/** Who looks at this page; sends everybody else to the sign-in page, and from there back to `path`. */
export async function requireActorOrSignIn(path: string): Promise<Actor> {
  const actor = await findActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return actor;
}
