import { Refusal } from "../contract/refusal";
import type { Authenticate, Topics } from "./parts";

/** A look-up that takes longer is given up: nobody is left without an answer, and none waits behind it for ever. */
const PATIENCE_MS = 4500;

/**
 * Looks up one thing at a time for each key: who asks while one look is on its way shares the next one. So a burst
 * of questions costs a few looks, and yet no answer is older than its question.
 */
export function sharing<Given, Answer>(
  look: (given: Given) => Promise<Answer>,
  key: (given: Given) => string,
): (given: Given) => Promise<Answer> {
  type Look = { current: Promise<Answer>; next: Promise<Answer> | null };
  const looks = new Map<string, Look>();

  function begin(name: string, given: Given): Promise<Answer> {
    const one: Look = { current: within(look(given)), next: null };
    looks.set(name, one);
    const done = () => {
      if (!one.next) looks.delete(name);
    };
    one.current.then(done, done);
    return one.current;
  }

  return (given) => {
    const name = key(given);
    const under = looks.get(name);
    if (!under) return begin(name, given);
    const again = () => begin(name, given);
    under.next ??= under.current.then(again, again);
    return under.next;
  };
}

/** The answer, or `unavailable` where it does not come in time. */
export async function within<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Refusal("unavailable", "The database does not answer.")),
      PATIENCE_MS,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

export function sharedAuthenticate(authenticate: Authenticate): Authenticate {
  return sharing(authenticate, ({ token, cookie }) => JSON.stringify([token, cookie]));
}

export function sharedTopics(topics: Topics): Topics {
  const kitFacts = sharing(
    ({ className, kit }: { className: string; kit: string }) => topics.kitFacts(className, kit),
    ({ className, kit }) => `${className}/${kit}`,
  );
  return {
    ...topics,
    require: (topic) => within(topics.require(topic)),
    find: sharing(topics.find, ({ topic }) => topic),
    kitFacts: (className, kit) => kitFacts({ className, kit }),
  };
}
