import type { Qos } from "./contract/shapes";
import { oncePerProcess } from "./once";

/** The live parts of the server as far as a route needs them. */
export type Live = {
  /** Publishes as the server's link; resolves after the broker's acknowledgement of that QoS, with the time it was stored under. Throws `unavailable`. */
  publish(message: {
    topic: string;
    payload: Uint8Array;
    qos: Qos;
    retain: boolean;
  }): Promise<{ at: number }>;
  /** Registers the topic where the rules allow it (docs/protocol.md, "MQTT"); throws `not-found` or `limit-reached`. */
  requireTopic(topic: string): Promise<{ id: number | null; backfillDays: number }>;
  /** What is known of a topic was changed here, and counts from now on: the database's announcement comes later. */
  topicChanged(topic: string): void;
  /** Drops a kit's retained messages and queued sessions: it was deleted. */
  forgetKit(kit: { class: string; kit: string }): Promise<void>;
  health(): Promise<{ database: "ok" | "down"; broker: "ok" | "down" }>;
  /** What kits and browsers are told: see docs/protocol.md, "Configuration". */
  addresses: {
    publicUrl: string | null;
    port: number;
    mqttPort: number;
    /** Whether other machines reach these ports, or only this one. */
    inNetwork: boolean;
  };
  version: string;
  /** The directory for files that are being sent to this server; emptied when it starts. */
  uploads: string;
};

const shared = oncePerProcess<Live>("live");

/** The one handle by which a route reaches the live parts; set once by server/index.ts. */
export const live = { set: shared.set, clear: shared.clear, require: shared.require };
