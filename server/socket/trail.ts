import type { Message } from "../contract/shapes";
import { eventFrame, type Frame } from "./frame";
import { bears, loadOf, type Parcel } from "./parcel";

/** Neighbouring messages that go to the same rooms; `json` is what they are in an event, once somebody needs it. */
export type Run = { rooms: readonly string[]; parcel: Parcel; json: string | null };

type Load = ReturnType<typeof loadOf>;

/**
 * What a socket gets in one event, run by run. Trails branch as a tree does: sockets that get the same are on the
 * same one, so that it is encoded once for all of them.
 */
export class Trail {
  /** Ids of the sockets that get exactly this. */
  readonly members: string[] = [];
  /** The first way on, and the others where there are any: most trails have one. */
  private way: Trail | null = null;
  private branches: Map<Run, Trail> | null = null;

  private constructor(
    private readonly before: Trail | null,
    readonly run: Run | null,
    private readonly load: Load,
  ) {}

  static begin(): Trail {
    return new Trail(null, null, { count: 0, attachments: 0, bytes: 0 });
  }

  /** Whether one event bears this run as well. */
  bears({ parcel }: Run): boolean {
    return bears(this.load, loadOf(parcel));
  }

  /** The trail that goes on with this run. */
  followedBy(run: Run): Trail {
    if (this.way?.run === run) return this.way;
    const found = this.branches?.get(run);
    if (found) return found;
    const next = new Trail(this, run, sum(this.load, loadOf(run.parcel)));
    if (!this.way) this.way = next;
    else this.branches = (this.branches ?? new Map()).set(run, next);
    return next;
  }

  messages(): Message[] {
    return this.runs().flatMap(({ parcel }) => parcel.messages);
  }

  /** The time of the earliest message, in milliseconds of Unix time. */
  since(): number {
    return this.messages().reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
  }

  /** The event, ready to be written; null where it has payloads of bytes, which travel as attachments. */
  frame(): Frame | null {
    if (this.load.attachments > 0) return null;
    return eventFrame("topic:messages", `[${this.runs().map(jsonOf).join(",")}]`);
  }

  private runs(): Run[] {
    const runs: Run[] = [];
    for (let trail: Trail | null = this; trail?.run; trail = trail.before) runs.push(trail.run);
    return runs.reverse();
  }
}

function sum(one: Load, other: Load): Load {
  return {
    count: one.count + other.count,
    attachments: one.attachments + other.attachments,
    bytes: one.bytes + other.bytes,
  };
}

/** One encoding a message, whatever else its receivers get. */
function jsonOf(run: Run): string {
  run.json ??= run.parcel.messages.map((message) => JSON.stringify(message)).join(",");
  return run.json;
}
