/** How this page stands with the server. `since` is the reader's clock, for "no connection since ...". */
export type Connection =
  | { kind: "opening" }
  | { kind: "live" }
  | { kind: "retrying"; since: number }
  | { kind: "signed-out" };

export type ConnectionEvent = { type: "up" } | { type: "down"; at: number } | { type: "refused" };

export const OPENING: Connection = { kind: "opening" };

/** The next state: the time of a loss is that of its first failure, however often it is tried again. */
export function connection(state: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case "up":
      return state.kind === "live" ? state : { kind: "live" };
    case "refused":
      return state.kind === "signed-out" ? state : { kind: "signed-out" };
    case "down":
      return state.kind === "opening" || state.kind === "live"
        ? { kind: "retrying", since: event.at }
        : state;
  }
}
