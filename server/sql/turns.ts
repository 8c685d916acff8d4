/** Lets something be done by so many at once and no more; the others wait in the order in which they came. */
export type Turns = <Value>(act: () => Promise<Value>) => Promise<Value>;

export function turnsOf(most: number): Turns {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (act) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
