import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";
import { type Brake, countTry } from "../sql/brakes";
import { type Turns, turnsOf } from "../sql/turns";

/** The tries that are being made in this process, by what they are counted against. */
type Tries = {
  underWay: Map<string, Set<Promise<void>>>;
  /** One try is counted at a time: whoever tries without end must not take the connections that messages are stored with. */
  turns: Turns;
  waiting: number;
};

const MOST_WAITING = 500;
const MOST_ROUNDS = 100;
const shared = oncePerProcess<Tries>("brake-tries");

function tries(): Tries {
  const found = shared.find() ?? { underWay: new Map(), turns: turnsOf(1), waiting: 0 };
  shared.set(found);
  return found;
}

export type Place = { wait: number } | { over(): void };

/**
 * Counts a try, or says how many seconds it has to wait. What others are trying at this moment may turn out to be
 * right and be given back, so it is waited for: a class that signs in at once must not be taken for guesses.
 */
export async function tryUnderWay(brakes: readonly Brake[]): Promise<Place> {
  const all = tries();
  if (all.waiting >= MOST_WAITING)
    throw new Refusal("too-many", "Too many people try at this moment. Try again soon.", { retryAfter: 5 });
  all.waiting++;
  try {
    for (let round = 1; ; round++) {
      const { others, place } = await all.turns(() => count(all, brakes));
      if (!("wait" in place) || others.length === 0 || round === MOST_ROUNDS) return place;
      await Promise.race(others);
    }
  } finally {
    all.waiting--;
  }
}

async function count(
  { underWay }: Tries,
  brakes: readonly Brake[],
): Promise<{ others: Promise<void>[]; place: Place }> {
  const others = brakes.flatMap(({ key }) => [...(underWay.get(key) ?? [])]);
  const wait = await countTry(brakes);
  return { others, place: wait > 0 ? { wait } : { over: begin(underWay, brakes) } };
}

/** Says of a try that it is being made; what it answers says that it is over. */
function begin(underWay: Tries["underWay"], brakes: readonly Brake[]): () => void {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  for (const { key } of brakes) underWay.set(key, (underWay.get(key) ?? new Set()).add(over));
  return () => {
    for (const { key } of brakes) {
      const some = underWay.get(key);
      some?.delete(over);
      if (some?.size === 0) underWay.delete(key);
    }
    end();
  };
}
