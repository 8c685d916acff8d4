import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRunning, type Running } from "./running";

let running: Running;

beforeAll(async () => {
  running = await openRunning();
});
afterAll(() => running.close());

/** The reason that the broker gives; from another address of this machine where one is named. */
async function guess(username: string, localAddress = "127.0.0.1"): Promise<number> {
  const client: MqttClient = mqtt.connect({
    host: "127.0.0.1",
    port: running.kitroom.mqttPort,
    username,
    password: "0123456789abcdefghjkmnpq",
    reconnectPeriod: 0,
    ...{ localAddress }, // an option of Node's net, which is handed on
  });
  const code = await new Promise<number>((resolve) => {
    client.once("error", (error) => resolve("code" in error ? Number(error.code) : -1));
  });
  client.end(true);
  return code;
}

test("P10 guessing a kit's key is slowed over MQTT, from one address and from many; the kit gets in all the while", async () => {
  const lamp = await running.makeKit("lamp");
  const fan = await running.makeKit("fan");
  const first = await running.connectKit(lamp);
  const guesses = await Promise.all(Array.from({ length: 12 }, () => guess(lamp.username)));
  for (const code of guesses) expect([4, 5]).toContain(code);
  const under = Promise.all(
    Array.from({ length: 300 }, (_, machine) => guess(lamp.username, `127.0.1.${machine % 250}`)),
  );
  const second = await running.connectKit(lamp, { clientId: "second" });
  const other = await running.connectKit(fan);
  expect([first.connected, second.connected, other.connected]).toEqual([true, true, true]);
  const answers = await under;
  expect(answers.every((code) => code === 4 || code === 5)).toBe(true);
});

test("P10 names that are no kit's are answered as those that are", async () => {
  const lamp = await running.makeKit("desk");
  const one = await guess(lamp.username, "127.0.2.1");
  const other = await guess("lab.nobody", "127.0.2.2");
  expect(other).toBe(one);
});
