import { connectAsync } from "mqtt";

/** What the process that plays the kit is told: from now on so many messages a second on each stream. */
export type Orders = { perSecond: number };
export type Kit = { mqttPort: number; username: string; key: string; streams: readonly string[] };

const TICK = 5;

process.once("message", (kit: Kit) => void run(kit));
process.once("disconnect", () => process.exit(0));

/** A kit whose streams report a wave each, all at the same times. */
async function run({ mqttPort, username, key, streams }: Kit): Promise<void> {
  const client = await connectAsync({ host: "127.0.0.1", port: mqttPort, username, password: key });
  const topics = streams.map((stream) => `${username.replace(".", "/")}/${stream}`);
  let perSecond = 0;
  let started = performance.now();
  let sent = 0;
  process.on("message", (orders: Orders) => {
    ({ perSecond } = orders);
    started = performance.now();
    sent = 0;
  });
  setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; sent < due; sent++)
      for (const [index, topic] of topics.entries())
        client.publish(topic, (20 + 5 * Math.sin(Date.now() / 4000 + index)).toFixed(2));
  }, TICK);
  process.send?.("ready");
}
