"use client";

import { useState } from "react";
import type { Feed } from "@/_live/feed";
import { readHistory } from "@/_live/history";

const PAGE = 200;

/** Reads back: older messages of a feed's filter, into its list; `whole` where there are none. */
export function useOlder(feed: Feed, filter: string, whole: boolean) {
  const [state, setState] = useState<"idle" | "busy" | "failed" | "ended">(whole ? "ended" : "idle");

  /** Whether something older was found. */
  async function read(): Promise<boolean> {
    setState("busy");
    const oldest = feed.read().recent[0];
    const found = await readHistory({ filter, to: oldest?.at, limit: PAGE });
    if (!found) {
      setState("failed");
      return false;
    }
    const before = feed.read().recent.length;
    feed.extend(found);
    const more = feed.read().recent.length > before;
    setState(more && found.length >= PAGE ? "idle" : "ended");
    return more;
  }

  return { read, busy: state === "busy", failed: state === "failed", ended: state === "ended" };
}
