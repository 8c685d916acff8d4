import type { Reply } from "#server/contract/refusal";
import type { Store } from "./store";

/** Something that is read from the server again and again. What was read stays in every state. */
export type Kept<Value> = {
  value: Value | null;
  /** `waiting`: not answered yet; `away`: the server does not answer, it is tried again; `refused`: it will not. */
  state: "waiting" | "ready" | "away" | "refused";
};

export type Reading<Value> = {
  store: Store<Kept<Value>>;
  ask(): Promise<Reply<Value>>;
  /** How long what was read stays good; null where it cannot change any more. */
  goodFor(value: Value): number | null;
  /** Whether somebody could see it; nothing is read for a page in the background. */
  isSeen(): boolean;
};

export type Keeper = {
  /** Reads at once if what is held is older than it should be, or `anew` in any case. */
  wake(anew?: boolean): void;
  stop(): void;
};

const AGAIN_MS = 2000;
/** A right that was lost may come back. */
const REFUSED_AGAIN_MS = 30_000;

/** Keeps what was read good: reads it, reads it again when it is due, and goes on trying while the server is away. */
export function keepRead<Value>({ store, ask, goodFor, isSeen }: Reading<Value>): Keeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When it is to be read again; null while it need not be. */
  let due: number | null = 0;
  let asked = 0;
  let asking = false;

  function wait(ms: number | null): void {
    clearTimeout(timer);
    due = ms === null ? null : performance.now() + ms;
    if (ms !== null) timer = setTimeout(wake, ms);
  }

  async function read(): Promise<void> {
    const mine = ++asked;
    asking = true;
    clearTimeout(timer);
    const reply = await ask();
    if (mine !== asked) return;
    asking = false;
    if (reply.ok) {
      store.set({ value: reply.value, state: "ready" });
      return wait(goodFor(reply.value));
    }
    const away = reply.code === "unavailable" || reply.code === "too-many";
    store.set({ value: store.read().value, state: away ? "away" : "refused" });
    wait((reply.retryAfter ?? 0) * 1000 || (away ? AGAIN_MS : REFUSED_AGAIN_MS));
  }

  function wake(anew = false): void {
    if (anew) {
      due = 0;
      asking = false;
    }
    if (!asking && due !== null && due <= performance.now() && isSeen()) void read();
  }

  wake();
  return {
    wake,
    stop: () => {
      asked++;
      clearTimeout(timer);
    },
  };
}
