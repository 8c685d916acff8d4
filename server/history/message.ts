import type { Qos } from "../contract/shapes";

/** A message on its way into the database: of a registered topic, not yet stored. */
export type NewMessage = { topicId: number; at: number; payload: Uint8Array; qos: Qos; retain: boolean };

export type Recorder = {
  /**
   * Resolves once the message is committed. Messages are stored in the order of the calls. Rejects with
   * `bad-input` where the database will never take this row, with `unavailable` where it could not be reached.
   */
  record(message: NewMessage): Promise<void>;
  /** Messages accepted and not yet committed. */
  readonly pending: number;
  close(): Promise<void>;
};
