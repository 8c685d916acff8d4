import type { KitsDoor } from "../load/kit";
import type { Plan } from "../load/plan";
import type { BrowsersDoor } from "../load/watchers/watcher";
import type { Processes } from "./processes";

/** A server that is measured. */
export type Peer = {
  name: string;
  /** What it is, as the page of results says it, with its version. */
  describe(): string;
  /** Starts it for a plan; throws an Error that says why it cannot be had here, or cannot serve that plan. */
  open(plan: Plan): Promise<Standing>;
};

/** A peer that runs. */
export type Standing = {
  kits: KitsDoor;
  browsers: BrowsersDoor;
  processes(): Promise<Processes>;
  close(): Promise<void>;
};
