import type { Question } from "./questions";
import type { Session } from "./session";

/** How long answers took, in milliseconds. */
export type Timing = { name: string; p50: number; p95: number; p99: number; most: number | null };

/** Asks so many times, one after the other, after some that only warm up; throws where an answer is none. */
export async function time(
  session: Session,
  { name, path, most }: Question,
  { warm, times }: { warm: number; times: number },
): Promise<Timing> {
  const took: number[] = [];
  for (let turn = -warm; turn < times; turn++) {
    const started = performance.now();
    const { status, body } = await session.ask("GET", path());
    if (turn >= 0) took.push(performance.now() - started);
    if (status !== 200) throw new Error(`${name}: ${status} ${body.slice(0, 300)}`);
  }
  return { name, p50: percentile(took, 50), p95: percentile(took, 95), p99: percentile(took, 99), most };
}

/** The smallest of the values that so many of a hundred do not exceed (nearest rank). */
export function percentile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((of / 100) * sorted.length) - 1)] ?? Number.NaN;
}
