import type { Message } from "#server/contract/shapes";
import { identityOf } from "./message";

/** The socket may repeat what history gave within this time; later nothing of it is on its way any more. */
const ON_ITS_WAY_MS = 10_000;

/** Copies of messages that history brought first and the socket may bring once more. */
export type Copies = {
  expect(messages: readonly Message[]): void;
  /** Whether this is such a copy; it is expected no longer then. */
  settle(message: Message): boolean;
};

/** `mayBeLate`: the time of such a message does not say when it came. */
export function createCopies(mayBeLate: (message: Message) => boolean = () => false): Copies {
  let counts = new Map<string, number>();
  let newest = 0;
  return {
    expect: (messages) => {
      const last = Math.max(...messages.map(({ at }) => at));
      if (last > newest + ON_ITS_WAY_MS) counts = new Map();
      newest = Math.max(newest, last);
      for (const message of messages)
        if (mayBeLate(message) || message.at >= newest - ON_ITS_WAY_MS) count(counts, identityOf(message));
    },
    settle: (message) => message.at <= newest && settle(counts, message),
  };
}

/** The messages that are not held yet, by time. Two alike within a millisecond are two: they are counted, not compared. */
export function missingFrom(held: readonly Message[], offered: readonly Message[]): Message[] {
  const counts = new Map<string, number>();
  for (const message of held) count(counts, identityOf(message));
  return offered.filter((message) => !settle(counts, message)).sort((one, other) => one.at - other.at);
}

function count(counts: Map<string, number>, identity: string): void {
  counts.set(identity, (counts.get(identity) ?? 0) + 1);
}

function settle(counts: Map<string, number>, message: Message): boolean {
  if (counts.size === 0) return false;
  const identity = identityOf(message);
  const left = counts.get(identity) ?? 0;
  if (left === 0) return false;
  if (left === 1) counts.delete(identity);
  else counts.set(identity, left - 1);
  return true;
}
