import { z } from "zod";

/** What stands on a kit's `errors` topic (docs/protocol.md, "MQTT"). */
const refusal = z.object({ code: z.string(), message: z.string(), topic: z.string().optional() });

/** The refusal that a payload tells of, or null where it is none: a kit cannot write there, but it may be empty. */
export function refusalIn(payload: string | Uint8Array): z.output<typeof refusal> | null {
  if (typeof payload !== "string") return null;
  try {
    return refusal.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
