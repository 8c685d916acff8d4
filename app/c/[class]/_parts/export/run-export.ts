import type { RefusalCode } from "#server/contract/refusal";
import { isRefusalCode } from "@/_live/api";
import type { Source } from "./source";
import { NoRoom, type Target, TooLarge } from "./target";

/** How much of a file has come; one whose rows nobody counts has none, and no part of it is kept. */
export type Progress = { rows: number; bytes: number };

/** How an export ended, and what there is of it. */
export type Ended =
  | ({ kind: "done"; name: string } & Progress)
  | ({ kind: "cancelled" } & Progress)
  | ({ kind: "broken"; name: string | null } & Progress)
  | { kind: "refused"; code: RefusalCode }
  | { kind: "no-room" }
  | { kind: "too-large" };

type Run = { source: Source; target: Target; signal: AbortSignal; onProgress: (progress: Progress) => void };

/** Brings a file to its target as it comes, and no faster than it is written. Never throws. */
export async function runExport({ source, target, signal, onProgress }: Run): Promise<Ended> {
  const so: Progress = { rows: 0, bytes: 0 };
  try {
    const response = await fetch(source.href, { signal });
    if (!response.ok) return await refusedBy(response, target);
    await pour(response, source, target, (progress) => onProgress(Object.assign(so, progress)));
    return { kind: "done", name: await target.finish(source.name), ...so };
  } catch (error) {
    return await endWith(error, { source, target, signal, so });
  }
}

async function pour(
  { body }: Response,
  source: Source,
  target: Target,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  if (!body) return;
  const counter = source.counter();
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await target.write(next.value);
      bytes += next.value.byteLength;
      onProgress({ rows: counter.add(next.value), bytes });
    }
  } catch (error) {
    await reader.cancel().catch(() => {}); // the server's query ends with its reader
    throw error;
  }
}

type Cut = Pick<Run, "source" | "target" | "signal"> & { so: Progress };

async function endWith(error: unknown, { source, target, signal, so }: Cut): Promise<Ended> {
  const dropped = async (ended: Ended) => {
    await target.drop();
    return ended;
  };
  if (signal.aborted) return dropped({ kind: "cancelled", ...so });
  if (error instanceof TooLarge) return dropped({ kind: "too-large" });
  if (error instanceof NoRoom) return dropped({ kind: "no-room" });
  if (so.rows === 0) return dropped({ kind: "broken", name: null, ...so });
  try {
    return { kind: "broken", name: await target.keepPart(source.partName), ...so };
  } catch {
    return { kind: "no-room" };
  }
}

async function refusedBy(response: Response, target: Target): Promise<Ended> {
  await target.drop();
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  return { kind: "refused", code: isRefusalCode(code) ? code : "unavailable" };
}
