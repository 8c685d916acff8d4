import type { Peer } from "../peers/peer";

/** What a workload is run with. */
export type Bench = {
  /** A built dist/server.js. */
  server: string;
  /** Those asked for, Kitroom among them. */
  peers: readonly Peer[];
  /** Short runs, for a look. */
  quick: boolean;
  /** Tells whoever waits what is going on. */
  say(line: string): void;
};

/** A part of the bench; its name is also that of its section in docs/performance.md. */
export type Workload = {
  name: string;
  /** Measures, and answers its section in Markdown. */
  run(bench: Bench): Promise<string>;
};
