import { type Keeper, type Kept, keepRead, type Reading } from "./keep-read";
import { livePage } from "./live-page";
import { createStore, type Store } from "./store";

/** Something read from the server that is kept good while somebody holds it. */
export type KeptRead<Value> = {
  store: Store<Kept<Value>>;
  /** Answers its undo. */
  hold(): () => void;
  /** What is held is known to be lacking something. */
  renew(): void;
};

/** Ranges that were looked at lately are there at once when they are looked at again. */
const KEPT = 60;

/** Reads by their names, shared by all who ask for the same; the ones looked at last. In the browser only. */
export function createKeptReads<Value>(): (
  name: string,
  reading: Omit<Reading<Value>, "store" | "isSeen">,
) => KeptRead<Value> {
  const all = new Map<string, KeptRead<Value> & { held(): boolean }>();
  return (name, reading) => {
    const found = all.get(name) ?? createKeptRead(reading);
    all.delete(name);
    all.set(name, found);
    for (const [oldest, read] of all) {
      if (all.size <= KEPT) break;
      if (!read.held() && read !== found) all.delete(oldest);
    }
    return found;
  };
}

function createKeptRead<Value>(reading: Omit<Reading<Value>, "store" | "isSeen">) {
  const store = createStore<Kept<Value>>({ value: null, state: "waiting" });
  let holders = 0;
  let keeper: Keeper | null = null;
  let leave = () => {};
  return {
    store,
    held: () => holders > 0,
    renew: () => keeper?.wake(true),
    hold: () => {
      if (++holders === 1) {
        const mine = keepRead({ ...reading, store, isSeen: () => document.visibilityState === "visible" });
        keeper = mine;
        leave = wakeWithPage(mine);
      }
      return () => {
        if (--holders > 0) return;
        leave();
        keeper?.stop();
        keeper = null;
      };
    },
  };
}

/** A page that is seen again reads what is due; one whose connection came back reads anew. */
function wakeWithPage(keeper: Keeper): () => void {
  const { connection } = livePage();
  let lost = connection.read().kind === "retrying";
  const release = connection.subscribe(() => {
    const { kind } = connection.read();
    if (kind === "live" && lost) keeper.wake(true);
    lost = kind === "retrying";
  });
  const onSeen = () => keeper.wake();
  document.addEventListener("visibilitychange", onSeen);
  return () => {
    release();
    document.removeEventListener("visibilitychange", onSeen);
  };
}
