import mqtt from "mqtt";
import type { BrowsersDoor, Watcher, Watching } from "./watcher";

type Door = Extract<BrowsersDoor, { kind: "mqtt-ws" | "mqtt-tcp" }>;

/** As a page does it that speaks MQTT itself: mqtt.js, over WebSocket where the door has one. */
export async function openLibraryMqtt(door: Door, { topics, hear, closed }: Watching): Promise<Watcher> {
  const place = `127.0.0.1:${door.port}`;
  const url = door.kind === "mqtt-ws" ? `ws://${place}${door.path}` : `mqtt://${place}`;
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
  client.on("message", (_topic, payload) => hear(payload, 0, payload.length));
  client.on("close", closed);
  const granted = await client.subscribeAsync([...topics]);
  if (granted.some(({ qos }) => qos === 128)) throw new Error("a subscription was refused");
  return { close: () => client.end(true) };
}
