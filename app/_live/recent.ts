import type { Message } from "#server/contract/shapes";
import { orderedAs } from "./moments";

export const KEPT_MESSAGES = 1500;
/** Characters or bytes of payload: kits may send 64 KiB at a time. */
const KEPT_PAYLOAD = 8 * 1024 * 1024;

/** The last messages by time. `all` is a new list after each change. */
export type Recent = {
  readonly all: readonly Message[];
  /** Whatever is older than this was let go. */
  readonly cutAt: number;
  /** Takes messages as they come: behind those of the same time. */
  add(messages: readonly Message[]): void;
  /** Takes what it lacks of what history told, in history's order. */
  merge(missing: readonly Message[], told: readonly Message[]): void;
  /** The same with older ones, for which the list grows. */
  extend(missing: readonly Message[], told: readonly Message[]): void;
};

export function createRecent(): Recent {
  let most = KEPT_MESSAGES;
  let all: readonly Message[] = [];
  let cutAt = Number.NEGATIVE_INFINITY;

  function keep(ordered: readonly Message[]): void {
    const kept = ordered.slice(firstKept(ordered, most));
    if (kept.length < ordered.length) cutAt = Math.max(cutAt, kept[0]?.at ?? cutAt);
    all = kept;
  }

  function merge(missing: readonly Message[], told: readonly Message[]): void {
    keep(orderedAs(told, [...all, ...missing]));
  }

  return {
    get all() {
      return all;
    },
    get cutAt() {
      return cutAt;
    },
    add: (messages) => keep(inOrder(all, messages)),
    merge,
    extend: (missing, told) => {
      most += missing.length;
      merge(missing, told);
    },
  };
}

function firstKept(messages: readonly Message[], most: number): number {
  let weight = 0;
  for (let index = messages.length - 1; index >= 0; index--) {
    weight += messages[index]?.payload.length ?? 0;
    if (messages.length - index > most || weight > KEPT_PAYLOAD) return index + 1;
  }
  return 0;
}

/** Both lists as one by time; what arrives later stands behind what has the same time. */
function inOrder(held: readonly Message[], added: readonly Message[]): readonly Message[] {
  const all = [...held, ...added];
  const inPlace = added.every((message, index) => message.at >= (all[held.length + index - 1]?.at ?? 0));
  return inPlace ? all : all.sort((one, other) => one.at - other.at);
}
