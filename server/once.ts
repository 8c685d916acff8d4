/**
 * A value that exists once a process. Next and the server that hosts it each load their own copy of every
 * module, so state at module level is never shared between them; only `globalThis` is.
 */
export type Once<Value> = {
  set(value: Value): void;
  clear(): void;
  /** The value, or null before it is set. */
  find(): Value | null;
  /** The value; throws when the server has not set it, which is a bug of the start-up order. */
  require(): Value;
};

export function oncePerProcess<Value>(name: string): Once<Value> {
  const key = Symbol.for(`kitroom.${name}`);
  const store = globalThis as unknown as Record<symbol, Value | undefined>; // symbols of ours on the global object
  return {
    set: (value) => {
      store[key] = value;
    },
    clear: () => {
      delete store[key];
    },
    find: () => store[key] ?? null,
    require: () => {
      const value = store[key];
      if (value === undefined) throw new Error(`${name} was asked for before the server opened it`);
      return value;
    },
  };
}
