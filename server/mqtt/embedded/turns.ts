import { setTimeout as sleep } from "node:timers/promises";
import type { Pace } from "./pace";

/** The packets of one connection, each waiting for its turn at the kit's pace, and never overtaking each other. */
export class Turns {
  private last: Promise<void> | null = null;

  constructor(private readonly pace: Pace | null) {}

  /** Null when there is nothing to wait for: the usual case costs no promise. `slowed` is told otherwise. */
  take(slowed: () => void): Promise<void> | null {
    const wait = this.pace?.take() ?? 0;
    if (wait <= 0 && !this.last) return null;
    slowed();
    const turn = this.after(this.last, performance.now() + wait);
    this.last = turn;
    turn.then(() => {
      if (this.last === turn) this.last = null;
    });
    return turn;
  }

  /** Takes a turn only if it is now; answers whether it was. */
  takeNow(): boolean {
    return !this.last && (this.pace?.takeNow() ?? true);
  }

  private async after(before: Promise<void> | null, due: number): Promise<void> {
    await before;
    const left = due - performance.now();
    if (left > 0) await sleep(left, undefined, { ref: false });
  }
}
