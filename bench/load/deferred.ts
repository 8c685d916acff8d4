/** A promise and what settles it. */
export type Deferred = { done: Promise<void>; resolve(): void; reject(reason: Error): void };

export function deferred(): Deferred {
  let settle: Pick<Deferred, "resolve" | "reject"> = { resolve: () => {}, reject: () => {} };
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { done, ...settle };
}
