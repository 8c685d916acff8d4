/** A value outside React that components subscribe to (`useSyncExternalStore`). `read` answers the same object until it changes. */
export type Store<Value> = {
  read(): Value;
  set(next: Value): void;
  /** Answers its undo. */
  subscribe(listener: () => void): () => void;
};

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = createListeners();
  return {
    read: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      listeners.tell();
    },
    subscribe: listeners.add,
  };
}

export type Listeners = {
  add(listener: () => void): () => void;
  tell(): void;
  readonly size: number;
};

/** Listeners told one after the other; one that throws does not keep the rest from hearing. */
export function createListeners(): Listeners {
  const all = new Set<() => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    tell: () => {
      for (const listener of [...all]) {
        try {
          listener();
        } catch (error) {
          reportError(error);
        }
      }
    },
    get size() {
      return all.size;
    },
  };
}
