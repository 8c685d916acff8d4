import { resolve } from "node:path";
import { z } from "zod";

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "a port number from 0 to 65535")
    .transform(Number)
    .refine((value) => value <= 65535, "a port number from 0 to 65535")
    .default(fallback);
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`);
const host = z.string().regex(/^[0-9A-Za-z.:-]+$/, "a host name or an address");

/** A school year, and some weeks to compare it with the one before. */
const SUMMARY_DAYS = 400;

/** Of docs/protocol.md, and not in this version: a start that went on without it would pretend. */
const notYet = z.never({ error: "this version of Kitroom cannot do that yet; unset it" }).optional();

/** The environment, as docs/protocol.md lists it under "Configuration". An empty value counts as absent. */
const environment = z
  .object({
    NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
    PORT: port(3000),
    HOST: host.default("0.0.0.0"),
    MQTT_PORT: port(1883),
    MQTT_HOST: host.default("0.0.0.0"),
    DATA_DIR: z.string().default("data"),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, "an address that begins with postgresql://")
      .optional(),
    AUTH_SECRET: z.string().min(32, "at least 32 characters").optional(),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: "an address that begins with http:// or https://" })
      .optional(),
    HISTORY_DAYS: whole(1, 3650).default(90),
    SUMMARY_DAYS: whole(1, 3650).optional(),
    TLS_CERT: notYet,
    TLS_KEY: notYet,
    MQTT_URL: notYet,
    MQTT_BROKER: notYet,
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .refine((env) => env.DATABASE_URL === undefined || env.AUTH_SECRET !== undefined, {
    path: ["AUTH_SECRET"],
    message: "required with DATABASE_URL, so that sessions and kit keys outlive this machine",
  })
  .refine((env) => env.SUMMARY_DAYS === undefined || env.SUMMARY_DAYS >= env.HISTORY_DAYS, {
    path: ["SUMMARY_DAYS"],
    message: "not less than HISTORY_DAYS: summaries outlive what they are of",
  });

export type Config = {
  development: boolean;
  port: number;
  host: string;
  mqttPort: number;
  mqttHost: string;
  dataDir: string;
  databaseUrl: string | null;
  authSecret: string | null;
  publicUrl: string | null;
  historyDays: number;
  summaryDays: number;
  logLevel: string;
};

/** A configuration that cannot be used: one line for each bad variable. */
export class BadConfig extends Error {
  override readonly name = "BadConfig";
}

/** Reads the environment into a Config; throws BadConfig naming every bad variable. The only reader of process.env. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new BadConfig(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"),
    );
  }
  const value = parsed.data;
  return {
    development: value.NODE_ENV === "development",
    port: value.PORT,
    host: value.HOST,
    mqttPort: value.MQTT_PORT,
    mqttHost: value.MQTT_HOST,
    dataDir: resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL ?? null,
    authSecret: value.AUTH_SECRET ?? null,
    publicUrl: value.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    historyDays: value.HISTORY_DAYS,
    summaryDays: value.SUMMARY_DAYS ?? Math.max(SUMMARY_DAYS, value.HISTORY_DAYS),
    logLevel: value.LOG_LEVEL,
  };
}
