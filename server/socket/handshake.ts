import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../contract/refusal";
import type { Credentials } from "./parts";

type Handshake = { headers: IncomingHttpHeaders; auth: Record<string, unknown> };

/**
 * What a client shows of itself. A cookie counts only from a page of ours: browsers send it for any page that
 * opens a socket (cross-site WebSocket hijacking, ASVS 5.0). A token is taken from `auth` alone, never from the
 * address, which ends up in logs.
 */
export function credentialsOf({ headers, auth }: Handshake, publicUrl: string | null): Credentials {
  const { token } = auth;
  if (token !== undefined && token !== null && typeof token !== "string")
    throw new Refusal("not-signed-in", "The token is not a text.");
  const ours = isOurOrigin(headers.origin, headers.host, publicUrl);
  return { cookie: ours ? headers.cookie : undefined, token: token ?? undefined };
}

/** Whether a request comes from a page of this server, or from no page at all. */
export function isOurOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.host === host || (publicUrl !== null && from.origin === new URL(publicUrl).origin);
}
