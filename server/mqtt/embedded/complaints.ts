import type { KitName } from "../../contract/kit-access";
import type { RefusalCode } from "../../contract/refusal";
import { Refusal } from "../../contract/refusal";
import type { Complaint } from "../broker";
import { Pace } from "./pace";

const PER_SECOND = 4;
const MOST_KITS = 5000;
const TELL_SLOWED_EVERY = 30_000;

type Told = { pace: Pace; slowedAt: number };

/** Tells a kit and its instructor why something was refused, at most four times a second after the first twenty. */
export class Complaints {
  private readonly told = new Map<KitName, Told>();

  constructor(private readonly tell: (complaint: Complaint) => void) {}

  add(kit: KitName, refusal: Refusal, topic?: string): void {
    if (!this.of(kit).pace.takeNow()) return;
    this.tell({
      kit,
      code: codeOf(refusal.code),
      message: refusal.message,
      ...(topic === undefined ? {} : { topic }),
    });
  }

  /** The kit sends faster than it may; said twice a minute at most. */
  slowed(kit: KitName, messagesPerSecond: number): void {
    const told = this.of(kit);
    const now = performance.now();
    if (now - told.slowedAt < TELL_SLOWED_EVERY) return;
    told.slowedAt = now;
    this.add(
      kit,
      new Refusal("too-many", `Slowed down: this kit may send ${messagesPerSecond} messages a second.`),
    );
  }

  private of(kit: KitName): Told {
    const known = this.told.get(kit);
    if (known) return known;
    if (this.told.size >= MOST_KITS) this.told.clear(); // names that strangers made up must not fill the memory
    const told = { pace: new Pace(PER_SECOND), slowedAt: Number.NEGATIVE_INFINITY };
    this.told.set(kit, told);
    return told;
  }
}

function codeOf(code: RefusalCode): Complaint["code"] {
  switch (code) {
    case "not-signed-in":
    case "token-expired":
      return "not-allowed";
    case "already-taken":
      return "bad-input";
    default:
      return code;
  }
}
