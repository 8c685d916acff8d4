import type { KitName } from "../contract/kit-access";
import type { Qos } from "../contract/shapes";

export type { Grant, KitName, Policy } from "../contract/kit-access";

/** A PUBLISH that is allowed to its sender. `kit` is null where the server's own link sent it. */
export type Inbound = {
  kit: KitName | null;
  topic: string;
  payload: Uint8Array;
  qos: Qos;
  retain: boolean;
  at: number;
  /** Of QoS 2: recorded in the same transaction as the message, so that a re-sent PUBLISH is known. */
  session?: { clientId: string; messageId: number };
};

/** The time under which a message was accepted: at once, or once it is stored. */
export type Taken = { at: number } | Promise<{ at: number }>;

export type Presence = { kit: KitName; online: boolean; at: number };

/** Why something of a kit was refused or slowed down, for its `errors` topic and for its instructor. */
export type Complaint = {
  kit: KitName;
  code:
    | "bad-input"
    | "not-allowed"
    | "not-found"
    | "limit-reached"
    | "too-large"
    | "too-many"
    | "unavailable";
  message: string;
  topic?: string;
};

export type RetainedMessage = { topic: string; payload: Uint8Array; qos: Qos; at: number };

export type Broker = {
  /**
   * Opens the doors. A PUBLISH of QoS 1 or 2 is acknowledged after `message` resolves: stored, under the time that it
   * answers. When `message` rejects with a Refusal the message reaches nobody, and the kit is told on its `errors` topic.
   */
  start(on: {
    message(inbound: Inbound): Taken;
    presence(presence: Presence): void;
    complaint(complaint: Complaint): void;
  }): Promise<void>;
  /** Agree with the policy now: created, new key, new rights, removed. Closes what is no longer allowed. */
  refresh(kit: KitName): Promise<void>;
  /** Drops a kit's retained messages and queued sessions. */
  forget(kit: KitName): Promise<void>;
  /** The retained messages that match a filter. */
  retained(filter: string): Promise<RetainedMessage[]>;
  readonly capabilities: { packetView: boolean; refusals: boolean; throttle: boolean; mqtt5: boolean };
  readonly healthy: boolean;
  stop(): Promise<void>;
};
