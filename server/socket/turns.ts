/** A place in a queue: `come` resolves when those before are done; `done` lets the next one go. */
export type Turn = { come: Promise<void>; done(): void };
export type TakeTurn = (key: string) => Turn;

/** Queues by key. A turn is taken at once; what it waits for is only those who took theirs before. */
export function openTurns(): TakeTurn {
  const last = new Map<string, Promise<void>>();
  return (key) => {
    const come = last.get(key) ?? Promise.resolve();
    let done = () => {};
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    const gone = come.then(() => mine);
    last.set(key, gone);
    void gone.then(() => {
      if (last.get(key) === gone) last.delete(key);
    });
    return { come, done };
  };
}
