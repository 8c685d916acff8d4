import { LIMITS } from "../../contract/topic";

/** What one kit may cost everybody else. */
export type BrokerLimits = {
  /** Open connections, of whomever. */
  connections: number;
  connectionsPerKit: number;
  subscriptionsPerClient: number;
  /** Retained messages that one kit has published. */
  retainedPerKit: number;
  /** Persistent sessions; beyond it the one known longest ends. */
  sessionsPerKit: number;
  queuedPerSession: number;
  queuedBytesPerSession: number;
  /** Unsent bytes at which a reader is closed, and beyond which it gets no QoS 0 messages. */
  backlog: number;
  backlogQos0: number;
  /** Packets of one connection that are handled before others have their turn. */
  packetsAtOnce: number;
  /** PINGREQ, PUBREL and the like of one connection; a QoS 2 message of the fastest kit has one. */
  requestsPerSecond: number;
  /** Longest CONNECT, with will and all; bytes. */
  connectBytes: number;
  /** How long an open connection may be silent before its CONNECT, in milliseconds. */
  connectTimeout: number;
};

export const BROKER_LIMITS: BrokerLimits = {
  connections: 12_000,
  connectionsPerKit: 5,
  subscriptionsPerClient: 50,
  retainedPerKit: 200,
  sessionsPerKit: 10,
  queuedPerSession: 1000,
  queuedBytesPerSession: 512 * 1024,
  backlog: 1024 * 1024,
  backlogQos0: 256 * 1024,
  packetsAtOnce: 64,
  requestsPerSecond: 1000,
  connectBytes: 4096,
  connectTimeout: 5000,
};

/** Longest packet of a known sender: the largest payload, its topic, and room to tell the sender what is wrong with it. */
export const PACKET_BYTES = LIMITS.payloadBytes + 8 * 1024;
