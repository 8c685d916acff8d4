import type { Message } from "#server/contract/shapes";
import { createFeed, type Feed } from "./feed";
import { readHistory } from "./history";
import { type FeedStatus, keepFilled } from "./keep-filled";
import { livePage } from "./live-page";
import { serverClock } from "./server-clock";
import { createStore, type Store } from "./store";
import { LINGER_MS } from "./watches";

/** A feed that is subscribed while somebody holds it. */
export type KeptFeed = {
  filter: string;
  feed: Feed;
  status: Store<FeedStatus>;
  /** Answers its undo. */
  hold(): () => void;
};

/** What is known of a filter already; `at`: when that was, `from`: since when nothing is missing (the server's clock). */
export type FeedSeed = {
  messages: readonly Message[];
  at: number;
  from: number;
  /** The topics that take readings from the past. */
  backfilled: readonly string[];
};

const kept = new Map<string, KeptFeed>();
/** A feed that was made for a picture which never reached the screen goes after this time. */
const UNHELD_MS = 10_000;

/** The one feed of a filter, shared by all components of the page. In the browser only. */
export function feedOf(filter: string, seed: FeedSeed): KeptFeed {
  const found = kept.get(filter) ?? keep(filter, seed);
  kept.set(filter, found);
  return found;
}

function keep(filter: string, { messages, at, from, backfilled }: FeedSeed): KeptFeed {
  const feed = createFeed();
  const status = createStore<FeedStatus>({ kind: "opening" });
  feed.know(backfilled);
  feed.merge(messages);
  serverClock.note(at);
  let holders = 0;
  let leaving: ReturnType<typeof setTimeout>;
  let stop: (() => void) | null = null;

  function leaveAfter(ms: number): void {
    leaving = setTimeout(() => {
      if (kept.get(filter) === self) kept.delete(filter);
      stop?.();
      stop = null;
    }, ms);
  }

  function start(): void {
    const { watches } = livePage();
    stop = keepFilled({ feed, status, filter, since: from, watches, history: readHistory });
  }

  const self: KeptFeed = {
    filter,
    feed,
    status,
    hold: () => {
      holders++;
      clearTimeout(leaving);
      if (!stop) start();
      return () => {
        if (--holders === 0) leaveAfter(LINGER_MS);
      };
    },
  };
  leaveAfter(UNHELD_MS);
  return self;
}
