import { randomBytes } from "node:crypto";
import { kitUsername } from "./authority/kit-key";
import { findKitOfUsername, kitPolicy } from "./authority/kits";
import { noteRefusal } from "./authority/refusals";
import { newSecret, setSecret } from "./authority/secret";
import { newSetupCode, setSetupCode } from "./authority/setup";
import { requireSession } from "./authority/who";
import type { Config } from "./config";
import { CannotStart, emptyUploads, keptSecret, openDataDir } from "./data-dir";
import { openEmbeddedPostgres } from "./embedded/postgres";
import { openLanes } from "./history/lanes";
import { openRollups } from "./history/rollups";
import { openUpkeep } from "./history/upkeep";
import { type Live, live } from "./live";
import { log } from "./log";
import type { Broker, Complaint } from "./mqtt/broker";
import { openEmbeddedBroker } from "./mqtt/embedded/broker";
import { openIntake } from "./mqtt/intake";
import { type Link, openLink } from "./mqtt/link";
import { openPresence } from "./mqtt/presence";
import { openRegistry, type Registry } from "./mqtt/registry";
import { openStamps } from "./mqtt/stamps";
import { followRights } from "./rights";
import { isLoopback } from "./router/addresses";
import { serveApi } from "./router/door";
import { openSockets, type Sockets } from "./socket/sockets";
import { topicsOf } from "./socket/topics";
import { listenForChanges } from "./sql/changes";
import { databaseAnswers, openDatabase } from "./sql/client";
import { migrate } from "./sql/migrate";
import { type KnownTopic, requireTopic } from "./sql/topic-registry";
import { isSetUp } from "./sql/users";
import { VERSION } from "./version";
import { openWeb, type WebDoors } from "./web";

/** A running Kitroom: the ports really bound, what its first instructor needs, and how to end it. */
export type Kitroom = {
  port: number;
  mqttPort: number;
  databaseUrl: string;
  setupCode: string;
  setUp: boolean;
  sockets: Sockets;
  close(): Promise<void>;
};

type Part = { close(): Promise<unknown> | unknown };
type Keep = <Kept extends Part>(part: Kept) => Kept;

/** What answers HTTP besides Socket.IO. */
export type Pages = Pick<WebDoors, "pages" | "development"> & Part;

/**
 * Opens everything in order: database, history, broker, link, sockets, web. When one part fails, those before it
 * are closed in reverse, as they are at the end. Throws CannotStart in one line where whoever started it can help.
 */
export async function openKitroom(config: Config, openPages: () => Promise<Pages>): Promise<Kitroom> {
  const open: Part[] = [];
  const close = async () => {
    live.clear();
    for (const part of open.splice(0).reverse()) await part.close();
  };
  const keep: Keep = (part) => {
    open.push(part);
    return part;
  };
  try {
    return { ...(await compose(config, keep, openPages)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  config: Config,
  keep: Keep,
  openPages: () => Promise<Pages>,
): Promise<Omit<Kitroom, "close">> {
  await openDataDir(config.dataDir);
  const web = keep(await openWeb(config));
  setSecret(config.authSecret ?? (await keptSecret(config.dataDir, "auth-secret", newSecret)));
  const setupCode = await keptSecret(config.dataDir, "setup-code", newSetupCode);
  setSetupCode(setupCode);

  const { url: databaseUrl, nearUrl } =
    config.databaseUrl === null
      ? keep(await orCannotStart(openEmbeddedPostgres({ dataDir: config.dataDir, log })))
      : { url: config.databaseUrl, nearUrl: config.databaseUrl };
  const applied = await orCannotStart(migrate(databaseUrl));
  if (applied.length > 0) log.info("sql.migrated", { migrations: applied });
  const database = keep(openDatabase(databaseUrl, nearUrl));

  const uploads = await emptyUploads(config.dataDir); // by now no other server holds this data directory
  const recorder = keep(openLanes());
  keep(await openUpkeep(config));
  keep(openRollups());
  const registry = openRegistry(async (parts) => keptAtMost(config.historyDays, await requireTopic(parts)));
  const stamps = openStamps();

  let sockets: Sockets | null = null; // kits may connect before anybody watches
  const presence = keep(await openPresence((change) => sockets?.presence(change)));
  const account = { username: "kitroom", password: randomBytes(24).toString("base64url") };
  const broker = await openEmbeddedBroker({
    policy: kitPolicy,
    pool: database.pool,
    host: config.mqttHost,
    port: config.mqttPort,
    link: account,
  });
  keep({ close: () => broker.stop() });
  await orCannotStart(
    broker.start({
      message: openIntake({ registry, recorder, accepted: stamps.push, ...presence }),
      presence: presence.change,
      complaint: (complaint) => {
        log.info("mqtt.refused", complaint);
        noteComplaint(complaint);
      },
    }),
  );
  const link = keep(
    await openLink({ connect: () => broker.attach(), clientId: "kitroom", ...account, stamps, log }),
  );

  const { publicUrl } = config;
  const topics = topicsOf(registry);
  const retained = (filter: string) => broker.retained(filter);
  sockets = keep(
    openSockets({ http: web.http, publicUrl, authenticate: requireSession, topics, link, retained, log }),
  );
  const rights = keep(followRights({ registry, broker, sockets }));
  keep(await listenForChanges(databaseUrl, rights));

  const pages = keep(await openPages());
  const { port } = web;
  const mqttPort = broker.port;
  live.set({
    ...livePartsOf({ broker, link, registry }),
    addresses: { publicUrl, port, mqttPort, inNetwork: ![config.host, config.mqttHost].some(isLoopback) },
    version: VERSION,
    uploads,
  });
  const setUp = await isSetUp();
  web.open({ ...pages, api: serveApi, mqtt: (...upgrade) => broker.serveWebSocket(...upgrade) });
  keep({ close: () => web.close() }); // the first to close: nobody asks what is about to end
  return { port, mqttPort, databaseUrl, setupCode, setUp, sockets };
}

/** What was refused to a kit, for the instructors of its class. */
function noteComplaint({ kit, ...said }: Complaint): void {
  const name = findKitOfUsername(kit);
  if (name) noteRefusal({ ...name, ...said });
}

/** A class may keep its messages for less time than the server, not for longer. */
function keptAtMost(days: number, topic: KnownTopic): KnownTopic {
  return { ...topic, backfillDays: Math.min(topic.backfillDays, days) };
}

/** What database and broker throw when they cannot open is a line for whoever started Kitroom. */
async function orCannotStart<Value>(opening: Promise<Value>): Promise<Value> {
  try {
    return await opening;
  } catch (error) {
    throw error instanceof Error ? new CannotStart(error.message, { cause: error }) : error;
  }
}

type LiveParts = { broker: Broker; link: Link; registry: Registry };

function livePartsOf({ broker, link, registry }: LiveParts): Omit<Live, "addresses" | "version" | "uploads"> {
  return {
    publish: (message) => link.publish(message),
    requireTopic: (topic) => registry.require(topic),
    topicChanged: (topic) => registry.forget(topic),
    forgetKit: ({ class: className, kit }) => broker.forget(kitUsername(className, kit)),
    health: async () => ({
      database: (await databaseAnswers()) ? "ok" : "down",
      broker: broker.healthy && link.connected ? "ok" : "down",
    }),
  };
}
