import { Latencies } from "./latencies";
import { type Plan, watchedBy } from "./plan";

/** What became of the messages of a run. Each message counts once for each browser that watches its topic. */
export type Tallied = {
  expected: number;
  delivered: number;
  lost: number;
  doubled: number;
  outOfOrder: number;
  /** Delivered to a browser that did not ask for it. */
  stray: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

/** Keeps account of what the browsers of a plan receive, message by message. */
export class Tally {
  /** For each browser and topic, beside each other: the number that comes next. */
  private readonly next: Uint32Array;
  private readonly missing = new Map<number, Set<number>>();
  private readonly latencies = new Latencies();
  private doubled = 0;
  private outOfOrder = 0;
  private strays = 0;
  /** Delivered, each once. */
  delivered = 0;

  /** Latencies are noted for messages sent at `since` (milliseconds) or later: before that, everything warms up. */
  constructor(
    private readonly plan: Plan,
    private readonly since: number,
  ) {
    this.next = new Uint32Array(plan.browsers * plan.topicsEach);
  }

  note(browser: number, kit: number, seq: number, sentAt: number, now: number): void {
    const { kits, topicsEach } = this.plan;
    const place = (((kit - browser * topicsEach) % kits) + kits) % kits;
    if (place >= topicsEach) {
      this.strays++;
      return;
    }
    if (!this.isNew(browser * topicsEach + place, seq)) {
      this.doubled++;
      return;
    }
    this.delivered++;
    if (sentAt >= this.since) this.latencies.note(now - sentAt);
  }

  /** The account, when each kit has sent that many messages. */
  close(sent: readonly number[]): Tallied {
    const { browsers } = this.plan;
    let expected = 0;
    for (let browser = 0; browser < browsers; browser++)
      for (const kit of watchedBy(browser, this.plan)) expected += sent[kit] ?? 0;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => this.latencies.percentile(share));
    return {
      expected,
      delivered: this.delivered,
      lost: expected - this.delivered,
      doubled: this.doubled,
      outOfOrder: this.outOfOrder,
      stray: this.strays,
      p50: p50 ?? null,
      p95: p95 ?? null,
      p99: p99 ?? null,
    };
  }

  private isNew(place: number, seq: number): boolean {
    const next = this.next[place] ?? 0;
    if (seq < next) {
      if (!this.missing.get(place)?.delete(seq)) return false;
      this.outOfOrder++;
      return true;
    }
    if (seq > next) {
      const skipped = this.missing.get(place) ?? new Set();
      for (let number = next; number < seq; number++) skipped.add(number);
      this.missing.set(place, skipped);
    }
    this.next[place] = seq + 1;
    return true;
  }
}
