import type { Message } from "#server/contract/shapes";
import { createFeed, type Feed } from "./feed";
import { readHistory } from "./history";
import { type FeedStatus, keepFilled } from "./keep-filled";
import { livePage } from "./live-page";
import { serverClock } from "./server-clock";
import type { Store } from "./store";
import { LINGER_MS } from "./watches";

/** A feed that is subscribed while somebody holds it. */
export type KeptFeed = {
  filter: string;
  feed: Feed;
  status: Store<FeedStatus>;
  /** Answers its undo. */
  hold(): () => void;
};

/** What is known of a filter already, and when that was by the server's clock. */
export type FeedSeed = { messages: readonly Message[]; at: number };

const kept = new Map<string, KeptFeed>();
/** A feed that was made for a picture which never reached the screen goes after this time. */
const UNHELD_MS = 10_000;

/** The one feed of a filter, shared by all components of the page. In the browser only. */
export function feedOf(filter: string, seed: FeedSeed): KeptFeed {
  const found = kept.get(filter) ?? keep(filter, seed);
  kept.set(filter, found);
  return found;
}

function keep(filter: string, { messages, at: since }: FeedSeed): KeptFeed {
  const feed = createFeed();
  feed.merge(messages);
  serverClock.note(since);
  const { watches } = livePage();
  const { status, stop } = keepFilled({ feed, filter, since, watches, history: readHistory });
  let holders = 0;
  let leaving = setTimeout(drop, UNHELD_MS);
  function drop() {
    if (kept.get(filter)?.feed === feed) kept.delete(filter);
    stop();
  }
  return {
    filter,
    feed,
    status,
    hold: () => {
      holders++;
      clearTimeout(leaving);
      return () => {
        if (--holders === 0) leaving = setTimeout(drop, LINGER_MS);
      };
    },
  };
}
