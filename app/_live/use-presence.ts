"use client";

import { useSyncExternalStore } from "react";
import { livePage, type PresenceMap } from "./live-page";

/** Whether a kit is there, and since when; `since` is null where that is not known, and for one that never came. */
export type KitPresence = { online: boolean; since: number | null };

const EMPTY: PresenceMap = new Map();

/** Every coming and going since this page was opened, by `<class>/<kit>`. */
export function usePresenceMap(): PresenceMap {
  return useSyncExternalStore(
    (listener) => livePage().presence.subscribe(listener),
    () => livePage().presence.read(),
    () => EMPTY,
  );
}

/** Presence as it was drawn (`at`: when the server began to read it), or as it has changed since. */
export function useKitPresence(
  className: string,
  kit: { slug: string; online: boolean; lastSeenAt: number | null },
  at: number,
): KitPresence {
  const change = usePresenceMap().get(`${className}/${kit.slug}`);
  // Read anew while it stays: the page has still seen when it came.
  const stayed = change?.online === true && kit.online;
  if (change && (change.at >= at || stayed)) return { online: change.online, since: change.at };
  // What is known of a connected kit is when it was last heard, not when it came.
  return { online: kit.online, since: kit.online ? null : kit.lastSeenAt };
}
