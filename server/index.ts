import { BadConfig, type Config, readConfig } from "./config";
import { CannotStart } from "./data-dir";
import { type Kitroom, openKitroom } from "./kitroom";
import { log } from "./log";
import { openPages } from "./pages";
import { lanAddress } from "./router/addresses";

/** How long an orderly end may take before the process ends all the same, in milliseconds. */
const PATIENCE = 20_000;

await main();

async function main(): Promise<void> {
  try {
    const config = readConfig();
    log.level(config.logLevel);
    const opening = openKitroom(config, () => openPages(config));
    endOnSignals(opening);
    greet(config, await opening);
  } catch (error) {
    if (error instanceof BadConfig || error instanceof CannotStart)
      for (const line of error.message.split("\n")) log.say(line);
    else log.error("kitroom.start", error);
    process.exit(1);
  }
}

/** Ends in order, also when the signal comes in the middle of the start. */
function endOnSignals(opening: Promise<Kitroom>): void {
  let ending = false;
  const end = async (signal: string) => {
    if (ending) return;
    ending = true;
    log.info("kitroom.stop", { signal });
    setTimeout(() => process.exit(1), PATIENCE).unref();
    try {
      await (await opening).close();
      process.exit(0);
    } catch (error) {
      log.error("kitroom.stop", error);
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  process.on("uncaughtException", (error) => {
    log.error("kitroom.uncaught", error);
    void end("uncaughtException");
  });
  process.on("unhandledRejection", (reason) => log.error("kitroom.unhandled", reason));
}

/** What whoever started Kitroom needs next: where it is, how to set it up, where kits connect. */
function greet(config: Config, { port, mqttPort, setupCode, setUp }: Kitroom): void {
  const host =
    config.host === "0.0.0.0" || config.host === "::" ? (lanAddress() ?? "localhost") : config.host;
  const broker = config.mqttHost === "0.0.0.0" || config.mqttHost === "::" ? host : config.mqttHost;
  log.say("");
  log.say("Kitroom is ready.");
  log.say(`  Address       ${config.publicUrl ?? `http://${host}:${port}`}`);
  if (!setUp) log.say(`  Setup code    ${setupCode}`);
  log.say(`  Kits' broker  ${broker}:${mqttPort}`);
  log.say("");
}
