import type { KitsDoor } from "../load/kit";
import type { BrowsersDoor } from "../load/watchers/watcher";
import type { Usage } from "./processes";

/** A server that is measured. */
export type Peer = {
  name: string;
  /** What it is, as the page of results says it, with its version. */
  describe(): string;
  /** Starts it, with that many kits; throws an Error that says why it cannot be had here. */
  open(kits: number): Promise<Standing>;
};

/** A peer that runs. */
export type Standing = {
  kits: KitsDoor;
  browsers: BrowsersDoor;
  /** What its processes have used, its database apart where it has one. */
  usage(): Promise<{ server: Usage; database: Usage | null }>;
  close(): Promise<void>;
};
