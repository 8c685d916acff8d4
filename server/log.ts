import pino from "pino";
import { oncePerProcess } from "./once";

const shared = oncePerProcess<pino.Logger>("log");

/** Fields whose values must never reach a log: secrets of people and kits. */
const SECRETS = ["password", "key", "token", "secret", "authorization", "cookie", "setupCode"];

function open(): pino.Logger {
  const logger = pino({
    level: "info",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
  });
  shared.set(logger);
  return logger;
}

function logger(): pino.Logger {
  return shared.find() ?? open();
}

type Facts = Record<string, unknown>;

/** The server's log: one event name in dots, then facts. JSON lines on standard output. */
export const log = {
  debug: (event: string, facts: Facts = {}) => logger().debug(facts, event),
  info: (event: string, facts: Facts = {}) => logger().info(facts, event),
  warn: (event: string, facts: Facts = {}) => logger().warn(facts, event),
  /** For what nobody expected: `error` is logged with its stack. */
  error: (event: string, error: unknown, facts: Facts = {}) =>
    logger().error({ ...facts, err: error }, event),
  /** One of pino's levels, or `silent`. */
  level: (level: string) => {
    logger().level = level;
  },
  /** A line for the person at the terminal, not for a machine. */
  say: (line: string) => {
    process.stdout.write(`${line}\n`);
  },
};

export type Log = typeof log;
