import { expect, vi } from "vitest";
import type { KitKey } from "../contract/shapes";
import { type NetworkedUno, startUno } from "./unos";

export const CUTS = 20;
/** Emulated boards beside each other in one process. */
export const BOARDS = 5;

/** What arrived of each stream, `<class>/<kit>/<stream>`, in its order. */
export type Arrived = Map<string, number[]>;

export function note(arrived: Arrived, topic: string, payload: { toString(): string }): void {
  const numbers = arrived.get(topic) ?? [];
  numbers.push(Number(payload.toString()));
  arrived.set(topic, numbers);
}

/**
 * Bytes until the next cut. A handshake has about 200: one cut in eight falls into it (and the board waits twice as long
 * before the next try), the others between or within the packets of some messages.
 */
function nextCut(random: () => number): number {
  return random() < 1 / 8 ? 20 + Math.floor(random() * 180) : 200 + Math.floor(random() * 250);
}

/** Lets boards count on QoS 1 and QoS 2 while each one's cable is cut again and again, then some more uncut. */
export async function countThroughCuts(kits: readonly KitKey[], brokerPort: number, arrived: Arrived) {
  const random = lcg(45);
  const boards = kits.map((kit) => startUno("counters-mqtt", brokerPort, kit));
  for (const board of boards) board.cutAfter(() => nextCut(random));
  try {
    await untilAll(boards, (board) => board.cuts >= CUTS);
    for (const board of boards) board.cutAfter(null);
    const before = new Map([...arrived].map(([topic, numbers]) => [topic, numbers.length]));
    await vi.waitFor(
      () => {
        for (const topic of topicsOf(kits)) {
          expect(arrived.get(topic)?.length ?? 0, topic).toBeGreaterThan((before.get(topic) ?? 0) + 5);
        }
      },
      { timeout: 120_000, interval: 50 },
    );
  } finally {
    for (const board of boards) board.stop();
  }
  return boards.map(({ cuts }) => cuts);
}

export const topicsOf = (kits: readonly KitKey[]): string[] =>
  kits.flatMap(({ username }) => ["qos1", "qos2"].map((stream) => `${username.replace(".", "/")}/${stream}`));

/** QoS 1: none missing. QoS 2: none missing, none twice. Both: in order. */
export function expectKept(topic: string, numbers: readonly number[]): void {
  const all = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1);
  const seen = topic.endsWith("/qos2") ? numbers : [...new Set(numbers)];
  expect(seen, topic).toEqual(all);
}

async function untilAll(
  boards: readonly NetworkedUno[],
  is: (board: NetworkedUno) => boolean,
): Promise<void> {
  await vi.waitFor(() => expect(boards.filter((board) => !is(board)).map(({ cuts }) => cuts)).toEqual([]), {
    timeout: 400_000,
    interval: 50,
  });
}

/** Numbers between 0 and 1 that are the same in each run (Numerical Recipes, 7.1). */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
