import type { MqttClient } from "mqtt";
import { findTopicParts } from "#server/contract/topic";

/** What a kit on a cable has for a network: a connection to the broker in its own name. */
export type Network = {
  /** A stream that begins with `/` counts from the class: `/lamp/set/led`, `/shared/score`. */
  publish(stream: string, payload: Uint8Array): void;
  /** Asks for the commands anew, and with them for those that are retained. */
  ask(): void;
  close(): void;
};

export type NetworkListeners = {
  onConnected(connected: boolean): void;
  onCommand(stream: string, payload: Uint8Array): void;
  onRefusal(refusal: { code: string; message: string }): void;
  /** User name or key was refused: it is not tried again. */
  onKeyRefused(): void;
  /** A reading was given up, since too many waited for the connection. */
  onDropped(): void;
};

export type KitOnLine = { class: string; kit: string; username: string; key: string };

/** Seconds: a hidden tab's timers come once a minute. */
const KEEPALIVE = 90;
/** MQTT 3.1.1, 3.2.2.3: bad user name or password; not authorized. */
const KEY_REFUSED = [4, 5];
/** Readings of a connection that is away; a newer one is worth more than one of these. */
const MOST_KEPT = 500;

/** As a kit with a network of its own does: will and birth on `status`, `set/#` with QoS 1, readings with QoS 1. */
export async function openNetwork(kit: KitOnLine, on: NetworkListeners): Promise<Network> {
  const { default: mqtt } = await import("mqtt");
  const base = `${kit.class}/${kit.kit}`;
  const status = { qos: 1, retain: true } as const;
  const client: MqttClient = mqtt.connect(addressOf(location), {
    username: kit.username,
    password: kit.key,
    clientId: `${kit.username}-${Math.random().toString(36).slice(2, 10)}`, // two tabs must not take each other's place
    keepalive: KEEPALIVE,
    reconnectPeriod: 1000,
    resubscribe: false,
    timerVariant: "native", // its others run from a blob, which the page's policy refuses
    will: { topic: `${base}/status`, payload: new TextEncoder().encode("offline") as Buffer, ...status },
  });
  const ask = () => client.subscribe(`${base}/set/#`, { qos: 1 });
  const waiting: { topic: string; payload: Uint8Array }[] = [];
  const send = (topic: string, payload: Uint8Array) => client.publish(topic, payload as Buffer, { qos: 1 });

  client.on("connect", () => {
    client.publish(`${base}/status`, "online", status);
    client.subscribe(`${base}/errors`, { qos: 0 });
    ask();
    for (const { topic, payload } of waiting.splice(0)) send(topic, payload);
    on.onConnected(true);
  });
  client.on("close", () => on.onConnected(false));
  client.on("error", (error) => {
    if (!("code" in error) || !KEY_REFUSED.includes(Number(error.code))) return;
    on.onKeyRefused();
    client.end(true);
  });
  client.on("message", (topic, payload) => {
    if (topic.startsWith(`${base}/set/`)) on.onCommand(topic.slice(`${base}/set/`.length), payload);
    else if (topic === `${base}/errors`) on.onRefusal(refusalIn(payload));
  });

  return {
    publish: (stream, payload) => {
      const topic = stream.startsWith("/") ? `${kit.class}${stream}` : `${base}/${stream}`;
      // A broker ends the connection for a topic that is none, and MQTT.js would send it again on each new one.
      if (!findTopicParts(topic)) return on.onRefusal({ code: "bad-input", message: topic });
      if (client.connected) return void send(topic, payload);
      waiting.push({ topic, payload });
      if (waiting.length <= MOST_KEPT) return;
      waiting.shift();
      on.onDropped();
    },
    ask: () => {
      if (client.connected) ask();
    },
    close: () => {
      if (client.connected) client.publish(`${base}/status`, "offline", status);
      client.end();
    },
  };
}

const addressOf = ({ protocol, host }: Location) => `${protocol === "https:" ? "wss" : "ws"}://${host}/mqtt`;

function refusalIn(payload: Uint8Array): { code: string; message: string } {
  try {
    const { code, message } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    return { code: String(code), message: String(message) };
  } catch {
    return { code: "bad-input", message: "" };
  }
}
