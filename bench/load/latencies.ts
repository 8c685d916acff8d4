const RATIO = 1.02;
const LEAST_MS = 0.01;
const LOG_RATIO = Math.log(RATIO);
const BUCKETS = Math.ceil(Math.log(120_000 / LEAST_MS) / LOG_RATIO);

/** Counts latencies in buckets 2 % apart, from 10 microseconds to 2 minutes: constant memory, however many there are. */
export class Latencies {
  private readonly counts = new Uint32Array(BUCKETS);
  /** How many were noted. */
  total = 0;

  note(milliseconds: number): void {
    const at = Math.ceil(Math.log(Math.max(milliseconds, LEAST_MS) / LEAST_MS) / LOG_RATIO);
    const bucket = Math.min(at, BUCKETS - 1);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total++;
  }

  /** The latency in milliseconds that this share (0 to 1) of messages did not exceed; null where none was noted. */
  percentile(share: number): number | null {
    if (this.total === 0) return null;
    let left = Math.ceil(share * this.total);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.counts[bucket] ?? 0;
      if (left <= 0) return LEAST_MS * RATIO ** bucket;
    }
    return LEAST_MS * RATIO ** (BUCKETS - 1);
  }
}
