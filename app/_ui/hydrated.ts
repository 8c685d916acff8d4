"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and in the first picture, true once this page's scripts run: for what only the browser knows (its time zone), and for forms that must not be sent before. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
