import type { Duplex } from "node:stream";
import { MqttClient } from "mqtt";
import type { RawMessage } from "../contract/message";
import { Refusal } from "../contract/refusal";
import type { Qos } from "../contract/shapes";
import type { Log } from "../log";
import { copies } from "./copies";
import { Shortcut } from "./shortcut";
import type { Stamps } from "./stamps";

/** The server as an ordinary client of the broker (the paper's MQTT module): what people send and follow goes through it. */
export type Link = {
  /** Resolves with the QoS that the broker granted. Throws `not-allowed` where it refused, `unavailable` where it is away. */
  subscribe(filter: string, qos: Qos): Promise<Qos>;
  unsubscribe(filter: string): Promise<void>;
  /**
   * Resolves with the time under which the message was accepted: QoS 0 when it was handed over, QoS 1 after
   * PUBACK, QoS 2 after PUBCOMP. Throws `unavailable` within 5 seconds; nothing is queued for later.
   */
  publish(message: Omit<RawMessage, "at">): Promise<{ at: number }>;
  /** Tells of each message once, however many filters match. Answers how to stop. */
  onMessage(listener: (message: RawMessage) => void): () => void;
  onConnection(listener: (connected: boolean) => void): () => void;
  readonly connected: boolean;
  close(): Promise<void>;
};

export type LinkOptions = {
  /** Opens one connection to the broker. */
  connect: () => Duplex;
  clientId: string;
  username: string;
  password: string;
  stamps: Stamps;
  log: Log;
};

/** How long an answer of the broker is waited for. */
const PATIENCE_MS = 4500;
/** A QoS 0 message has no answer: its time of acceptance is known a moment later, or not at all. */
const QOS0_PATIENCE_MS = 250;
/** How long the broker may take to close after our DISCONNECT. */
const CLOSE_MS = 1000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 2000;
/** Filters in one SUBSCRIBE after a reconnection: far below any broker's limit of packet size. */
const FILTERS_A_PACKET = 100;

/**
 * Opens the link; resolves once the broker has accepted it, or after 5 seconds without, and goes on trying. Each
 * connection is an MQTT client of its own, so that nothing of a lost one is sent again behind our back.
 */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { stamps, log } = options;
  const filters = new Map<string, Qos>();
  const waiting = new Set<() => void>();
  const onMessages = new Set<(message: RawMessage) => void>();
  const onConnections = new Set<(connected: boolean) => void>();
  const isCopy = copies(stamps);
  let client: MqttClient | null = null;
  let dialled: MqttClient | null = null;
  let retry: NodeJS.Timeout | null = null;
  let delay = FIRST_RETRY_MS;
  let closing = false;

  function dial(): void {
    retry = null;
    try {
      const shortcut = new Shortcut(options.connect(), (topic, payload) => received(topic, payload, 0));
      const next = new MqttClient(() => shortcut, settings(options));
      dialled = next;
      next.on("connect", () => up(next));
      next.on("packetreceive", shortcut.packetHandled);
      next.on("message", (topic, payload, { retain, qos }) => {
        // Sent because of a new subscription: retained values come from the broker's own store, with their time.
        if (!retain) received(topic, payload, qos);
      });
      next.on("error", (error) => {
        log.debug("link.error", { reason: error.message });
        next.end(true);
      });
      next.once("close", () => down(next));
    } catch (error) {
      log.debug("link.dial", { reason: String(error) });
      redial();
    }
  }

  function redial(): void {
    if (closing || retry) return;
    retry = setTimeout(dial, delay);
    delay = Math.min(delay * 2, LAST_RETRY_MS);
  }

  function up(next: MqttClient): void {
    client = next;
    delay = FIRST_RETRY_MS;
    log.debug("link.up", { filters: filters.size });
    tellAll(onConnections, true);
    subscribeAgain().catch((error: unknown) => {
      log.warn("link.resubscribe", { reason: String(error) });
      next.end(true); // a link that hears half of what it should is worse than a new one
    });
  }

  function down(lost: MqttClient): void {
    if (client === lost) {
      client = null;
      stamps.clear();
      for (const giveUp of [...waiting]) giveUp();
      if (!closing) log.warn("link.down");
      tellAll(onConnections, false);
    }
    redial();
  }

  async function subscribeAgain(): Promise<void> {
    const all = [...filters];
    for (let from = 0; from < all.length; from += FILTERS_A_PACKET) {
      const some = Object.fromEntries(
        all.slice(from, from + FILTERS_A_PACKET).map(([filter, qos]) => [filter, { qos }]),
      );
      await ask<void>((current, done) => current.subscribe(some, (error) => done(error)));
    }
  }

  /** Asks the broker something; gives up when it is away, goes away, or does not answer. */
  function ask<Answer>(
    start: (current: MqttClient, done: (error?: Error | null, answer?: Answer) => void) => void,
  ): Promise<Answer | undefined> {
    const current = client;
    if (!current) return Promise.reject(away());
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(timer);
        waiting.delete(giveUp);
        end();
      };
      const giveUp = () => finish(() => reject(away()));
      const timer = setTimeout(giveUp, PATIENCE_MS);
      waiting.add(giveUp);
      start(current, (error, answer) =>
        finish(() => (error ? reject(error instanceof Refusal ? error : away(error)) : resolve(answer))),
      );
    });
  }

  async function subscribe(filter: string, qos: Qos): Promise<Qos> {
    stamps.watch(filter);
    try {
      const granted = await ask<Qos>((current, done) =>
        current.subscribe(filter, { qos }, (error, _grants, suback) => {
          const code = Number(suback?.granted[0]);
          if (code >= 128) done(new Refusal("not-allowed", "The broker refused this subscription."));
          else done(error, isQos(code) ? code : qos);
        }),
      );
      stamps.settle(filter);
      filters.set(filter, qos);
      return granted ?? qos;
    } catch (error) {
      if (!filters.has(filter)) stamps.unwatch(filter);
      throw error;
    }
  }

  async function unsubscribe(filter: string): Promise<void> {
    filters.delete(filter);
    try {
      if (client) await ask<void>((current, done) => current.unsubscribe(filter, (error) => done(error)));
    } finally {
      stamps.unwatch(filter);
    }
  }

  async function publish(message: Omit<RawMessage, "at">): Promise<{ at: number }> {
    const { topic, payload, qos, retain } = message;
    const accepted = stamps.expect(message);
    try {
      await ask<void>((current, done) =>
        current.publish(topic, asBuffer(payload), { qos, retain }, (error) => done(error)),
      );
      const at = await accepted.within(qos === 0 ? QOS0_PATIENCE_MS : 0);
      return { at: at ?? Date.now() };
    } finally {
      accepted.cancel();
    }
  }

  function received(topic: string, payload: Buffer, qos: Qos): void {
    const stamp = stamps.take(topic, payload);
    const copy = isCopy(topic, payload);
    if (!stamp && copy) return;
    const rest = stamp ?? { at: Date.now(), qos, retain: false };
    tellAll(onMessages, { topic, payload, ...rest });
  }

  function tellAll<Fact>(listeners: ReadonlySet<(fact: Fact) => void>, fact: Fact): void {
    for (const listener of listeners) {
      try {
        listener(fact);
      } catch (error) {
        log.error("link.listener", error);
      }
    }
  }

  async function close(): Promise<void> {
    closing = true;
    if (retry) clearTimeout(retry);
    const last = dialled;
    if (!last) return;
    const force = client !== last || waiting.size > 0;
    const cut = setTimeout(() => last.stream.destroy(), CLOSE_MS);
    await new Promise<void>((resolve) => last.end(force, {}, () => resolve()));
    clearTimeout(cut);
  }

  dial();
  await firstAnswer(onConnections);
  return {
    subscribe,
    unsubscribe,
    publish,
    close,
    onMessage: (listener) => listen(onMessages, listener),
    onConnection: (listener) => listen(onConnections, listener),
    get connected() {
      return client !== null;
    },
  };
}

function settings({ clientId, username, password }: LinkOptions) {
  return {
    protocolVersion: 4 as const,
    clientId,
    username,
    password,
    clean: true,
    keepalive: 30,
    connectTimeout: PATIENCE_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    log: () => {}, // a call or eight for each packet
  };
}

function firstAnswer(onConnections: Set<(connected: boolean) => void>): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      onConnections.delete(finish);
      resolve();
    };
    const timer = setTimeout(finish, PATIENCE_MS);
    onConnections.add(finish);
  });
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isQos(value: number): value is Qos {
  return value === 0 || value === 1 || value === 2;
}

function asBuffer(payload: Uint8Array): Buffer {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}

function away(cause?: Error): Refusal {
  return new Refusal("unavailable", "The broker is away. Nothing was done.", { cause });
}
