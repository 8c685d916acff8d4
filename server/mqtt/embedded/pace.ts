const BURST_SECONDS = 5;

/**
 * A token bucket: a kit may send `perSecond` messages a second, and five seconds' worth at once after a pause.
 * Nothing is refused; each message is told how long it has to wait for its turn.
 */
export class Pace {
  private tokens: number;
  private since: number;

  constructor(
    private perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = perSecond * BURST_SECONDS;
    this.since = this.now();
  }

  /** Another pace from now on. */
  change(perSecond: number): void {
    this.refill();
    this.perSecond = perSecond;
  }

  /** Takes the next turn: how many milliseconds from now it comes. */
  take(): number {
    this.refill();
    this.tokens -= 1;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.perSecond) * 1000;
  }

  /** Takes a turn only if it is now; a flood leaves no debt behind. */
  takeNow(): boolean {
    this.refill();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** Whether it is as if nothing had been taken yet. */
  isRested(): boolean {
    this.refill();
    return this.tokens >= this.perSecond * BURST_SECONDS;
  }

  private refill(): void {
    const now = this.now();
    const earned = ((now - this.since) / 1000) * this.perSecond;
    this.tokens = Math.min(this.tokens + earned, this.perSecond * BURST_SECONDS);
    this.since = now;
  }
}
