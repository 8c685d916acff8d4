import type { Subscribed } from "#server/contract/events";
import type { RefusalCode, Reply } from "#server/contract/refusal";
import type { Message } from "#server/contract/shapes";
import { matches } from "#server/contract/topic";

/** Asks the server for subscriptions; the socket, as far as they go. */
export type Wire = {
  subscribe(filter: string): Promise<Reply<Subscribed>>;
  unsubscribe(filter: string): void;
};

export type WatchEnd = { code: RefusalCode; message: string };

/** Somebody who wants the messages of a filter. */
export type Watcher = {
  /** The subscription stands, for the first time or again after a loss. */
  onOpen(retained: readonly Message[]): void;
  onMessages(messages: readonly Message[]): void;
  /** Messages were left out because this connection was too slow, the earliest of that time. */
  onGap(since: number): void;
  /** The connection is gone; it comes back by itself. */
  onLost(): void;
  /** It was refused, or the right to it ended. */
  onEnd(end: WatchEnd): void;
};

/** Which filters this page is subscribed to, however many components ask for each. */
export type Watches = {
  /** Answers its undo. */
  watch(filter: string, watcher: Watcher): () => void;
  onUp(): void;
  onDown(): void;
  onMessages(messages: readonly Message[]): void;
  onGap(since: number): void;
  onClosed(filter: string, end: WatchEnd): void;
  /** Asks once more for what was refused or closed: a right may have come back. */
  retry(): void;
};

/** A page that goes and one that comes often watch the same: nothing is ended and begun anew between them. */
export const LINGER_MS = 2000;

type Watch = {
  filter: string;
  watchers: Set<Watcher>;
  state: "idle" | "asking" | "open" | "ended";
  leaving: ReturnType<typeof setTimeout> | null;
};

export function createWatches(wire: Wire): Watches {
  const all = new Map<string, Watch>();
  let up = false;
  /** Counts connections, so that the answer of an earlier one is not taken for this one's. */
  let connections = 0;

  async function ask(watch: Watch): Promise<void> {
    const asked = connections;
    watch.state = "asking";
    const reply = await wire.subscribe(watch.filter);
    if (asked !== connections || all.get(watch.filter) !== watch) return;
    watch.state = reply.ok ? "open" : "ended";
    for (const watcher of watch.watchers) {
      if (reply.ok) watcher.onOpen(reply.value.retained);
      else watcher.onEnd(reply);
    }
  }

  function leave(watch: Watch): void {
    watch.leaving = setTimeout(() => {
      all.delete(watch.filter);
      if (up && (watch.state === "open" || watch.state === "asking")) wire.unsubscribe(watch.filter);
    }, LINGER_MS);
  }

  function find(filter: string): Watch {
    const watch = all.get(filter) ?? { filter, watchers: new Set(), state: "idle", leaving: null };
    all.set(filter, watch);
    if (watch.leaving) clearTimeout(watch.leaving);
    watch.leaving = null;
    return watch;
  }

  return {
    watch: (filter, watcher) => {
      const watch = find(filter);
      watch.watchers.add(watcher);
      if (watch.state === "open") watcher.onOpen([]);
      else if (up && watch.state !== "asking") void ask(watch);
      return () => {
        watch.watchers.delete(watcher);
        if (watch.watchers.size === 0 && !watch.leaving) leave(watch);
      };
    },
    onUp: () => {
      up = true;
      connections++;
      for (const watch of all.values()) if (watch.watchers.size > 0) void ask(watch);
    },
    onDown: () => {
      up = false;
      connections++;
      for (const watch of all.values()) {
        watch.state = "idle";
        for (const watcher of watch.watchers) watcher.onLost();
      }
    },
    onMessages: (messages) => {
      for (const watch of all.values()) {
        const own = messages.filter(({ topic }) => matches(watch.filter, topic));
        if (own.length > 0) for (const watcher of watch.watchers) watcher.onMessages(own);
      }
    },
    onGap: (since) => {
      for (const watch of all.values())
        if (watch.state === "open") for (const watcher of watch.watchers) watcher.onGap(since);
    },
    onClosed: (filter, end) => {
      const watch = all.get(filter);
      if (!watch) return;
      watch.state = "ended";
      for (const watcher of watch.watchers) watcher.onEnd(end);
    },
    retry: () => {
      for (const watch of all.values())
        if (up && watch.state === "ended" && watch.watchers.size > 0) void ask(watch);
    },
  };
}
