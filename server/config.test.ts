import { expect, test } from "vitest";
import { BadConfig, readConfig } from "./config";

test("nothing set means one machine: embedded PostgreSQL and broker, ports 3000 and 1883", () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: "0.0.0.0",
    mqttPort: 1883,
    databaseUrl: null,
    publicUrl: null,
    historyDays: 90,
    summaryDays: 400,
  });
});

test("an empty value counts as absent", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: null });
});

test.each([
  [{ PORT: "http" }, "PORT"],
  [{ PORT: "70000" }, "PORT"],
  [{ MQTT_PORT: "-1" }, "MQTT_PORT"],
  [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
  [{ PUBLIC_URL: "kitroom.local" }, "PUBLIC_URL"],
  [{ HISTORY_DAYS: "0" }, "HISTORY_DAYS"],
  [{ SUMMARY_DAYS: "89" }, "SUMMARY_DAYS"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  [{ AUTH_SECRET: "short" }, "AUTH_SECRET"],
  [{ DATABASE_URL: "postgresql://h/d" }, "AUTH_SECRET"],
  [{ TLS_CERT: "cert.pem" }, "TLS_CERT"],
  [{ MQTT_URL: "mqtt://broker" }, "MQTT_URL"],
])("%j is refused in a line that names %s", (env, name) => {
  expect(() => readConfig(env)).toThrow(BadConfig);
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name}: `, "m"));
});

test("summaries are kept for as long as messages at least", () => {
  expect(readConfig({ HISTORY_DAYS: "1000" }).summaryDays).toBe(1000);
  expect(readConfig({ HISTORY_DAYS: "30", SUMMARY_DAYS: "30" })).toMatchObject({
    historyDays: 30,
    summaryDays: 30,
  });
});

test("every bad variable gets its line", () => {
  expect(() => readConfig({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/^PORT: .*\nLOG_LEVEL: /);
});
