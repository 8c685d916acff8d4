import type { Message } from "#server/contract/shapes";
import type { Feed } from "./feed";
import type { Store } from "./store";
import type { WatchEnd, Watches } from "./watches";

/** How a subscription stands. What is on the screen stays there in every state. */
export type FeedStatus =
  | { kind: "opening" }
  | { kind: "live" }
  | { kind: "lost" }
  | ({ kind: "ended" } & WatchEnd);

export type Keeping = {
  feed: Feed;
  status: Store<FeedStatus>;
  filter: string;
  /** Everything before this is in the feed already, by the server's clock. */
  since: number;
  watches: Pick<Watches, "watch">;
  /** The stored messages from a time on; null where the server does not answer. */
  history(asked: { filter: string; from: number }): Promise<readonly Message[] | null>;
};

/** Messages are stored in the order of arrival, but two of different topics may overtake each other by this much. */
const OVERLAP_MS = 2000;
const AGAIN_MS = 2000;
/** How much further back is looked where readings from the past may have come: longer than the lines reach by far. */
const PAST_MS = 3_600_000;

/** Subscribes a feed, and fills from history what it missed before and between. Answers its undo. */
export function keepFilled({ feed, status, filter, since, watches, history }: Keeping): () => void {
  /** Where the hole in the feed begins; null while there is none. */
  let hole: number | null = since;
  let asked = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  /** `twice`: what was missed just now may be on its way into history still, so it is looked for once more. */
  async function fill(twice = false): Promise<void> {
    if (hole === null) return;
    const mine = ++asked;
    const overlap = OVERLAP_MS + (feed.backfilled.size > 0 ? PAST_MS : 0);
    const found = await history({ filter, from: Math.max(0, hole - overlap) });
    if (mine !== asked) return;
    if (found) {
      feed.merge(found);
      hole = twice ? found.reduce((last, { at }) => Math.max(last, at), hole) : null;
    }
    if (hole !== null) again = setTimeout(() => void fill(twice && !found), AGAIN_MS);
  }

  function forgetAsked(): void {
    asked++;
    clearTimeout(again);
  }

  const release = watches.watch(filter, {
    onOpen: (retained) => {
      feed.merge(retained);
      status.set({ kind: "live" });
      forgetAsked();
      void fill();
    },
    onMessages: feed.add,
    onGap: (gap) => {
      hole = Math.min(hole ?? gap, gap);
      forgetAsked();
      void fill(true);
    },
    onLost: () => {
      forgetAsked();
      hole ??= feed.lastAt ?? since;
      status.set({ kind: "lost" });
    },
    onEnd: ({ code, message }) => {
      hole ??= feed.lastAt ?? since;
      status.set({ kind: "ended", code, message });
    },
  });

  return () => {
    release();
    forgetAsked();
  };
}
