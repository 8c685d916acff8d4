import { type Turns, turnsOf } from "./turns";

export type Outcome<Value> = { value: Value } | { error: unknown };

type Question<Asked, Value> = { asked: Asked; settle(outcome: Outcome<Value>): void };

/** Groups that are answered at once; a group of each key may wait for its turn meanwhile. */
const AT_ONCE = 2;
const MOST_IN_A_GROUP = 500;

/**
 * Answers together what is asked at once: questions of one key that come within a turn of the event loop, or while a
 * group of that key is being answered, go to `answer` as one group, in their order. It answers one outcome for each;
 * what it throws itself, all of the group are told.
 */
export function grouped<Asked, Value>(
  keyOf: (asked: Asked) => string,
  answer: (group: readonly Asked[]) => Promise<readonly Outcome<Value>[]>,
): (asked: Asked) => Promise<Value> {
  const waiting = new Map<string, Question<Asked, Value>[]>();
  const turns: Turns = turnsOf(AT_ONCE);

  async function drain(key: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (let left = waiting.get(key); left && left.length > 0; left = waiting.get(key))
      await turns(() => settle(waiting.get(key)?.splice(0, MOST_IN_A_GROUP) ?? []));
    waiting.delete(key);
  }

  async function settle(group: readonly Question<Asked, Value>[]): Promise<void> {
    try {
      const outcomes = await answer(group.map(({ asked }) => asked));
      for (const [index, { settle }] of group.entries())
        settle(outcomes[index] ?? { error: new Error("a question was left without an answer") });
    } catch (error) {
      for (const { settle } of group) settle({ error });
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      const key = keyOf(asked);
      const question: Question<Asked, Value> = {
        asked,
        settle: (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.value)),
      };
      const others = waiting.get(key);
      if (others) others.push(question);
      else {
        waiting.set(key, [question]);
        void drain(key);
      }
    });
}
