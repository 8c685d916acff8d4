import { connectAsync } from "mqtt";
import type { Orders, Told } from "./arrivals";

/** The process that plays kits which report: a small part of what is due every 10 ms, in turn over kits and topics. */
const TICK = 10;

process.once("message", (orders: Orders) => void run(orders));
process.once("disconnect", () => process.exit(0));

async function run({ mqttPort, kits, paths, perSecond }: Orders): Promise<void> {
  const clients = await Promise.all(
    kits.map(({ username, key }) =>
      connectAsync({ host: "127.0.0.1", port: mqttPort, username, password: key, reconnectPeriod: 0 }),
    ),
  );
  const started = performance.now();
  const told: Told = { sent: 0, acknowledged: 0, seconds: 0 };
  const publish = () => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; told.sent < due; told.sent++) {
      const kit = told.sent % clients.length;
      const path = paths[Math.floor(told.sent / clients.length) % paths.length];
      const topic = `${kits[kit]?.username.replace(".", "/")}/${path}`;
      clients[kit]?.publish(topic, String(20 + (told.sent % 100) / 10), { qos: 1 }, (error) => {
        if (!error) told.acknowledged++;
      });
    }
  };
  const timer = setInterval(publish, TICK);
  process.send?.(told);
  process.once("message", async () => {
    clearInterval(timer);
    told.seconds = (performance.now() - started) / 1000;
    await Promise.all(clients.map((client) => client.endAsync(true))); // what is on its way is not waited for
    process.send?.(told);
  });
}
