/** Hears of bytes in which readings may stand. */
export type Hear = (buffer: Buffer, start: number, end: number) => void;

/** A browser that watches topics, as it is opened: `closed` is called when the server ends its connection. */
export type Watching = { topics: readonly string[]; hear: Hear; closed(): void };

export type Watcher = { close(): void };

/** Where browsers connect, and how they speak there. */
export type BrowsersDoor =
  | {
      kind: "socket.io";
      port: number;
      path: string;
      /** Sent with the connection. */
      auth: { token?: string };
      /** Asks for its topics, as Kitroom's pages do; elsewhere everything comes unasked. */
      subscribes: boolean;
      /** Begins by polling, where the server takes no WebSocket from the start. */
      startsPolling: boolean;
    }
  | { kind: "mqtt-ws"; port: number; path: string }
  | { kind: "mqtt-tcp"; port: number };

/**
 * `library`: the client library that a page would use. `light`: the same words on a bare connection, where hundreds of
 * libraries in one process would be slower than the server that is measured.
 */
export type ClientKind = "library" | "light";
