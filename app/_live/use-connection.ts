"use client";

import { useSyncExternalStore } from "react";
import { type Connection, OPENING } from "./connection";
import { livePage } from "./live-page";

/** How this page stands with the server; opens the connection when nobody has yet. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => livePage().connection.subscribe(listener),
    () => livePage().connection.read(),
    () => OPENING,
  );
}
