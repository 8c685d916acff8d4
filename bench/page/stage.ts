import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { startProduct } from "../peers/product";
import { openSession, type Session } from "../query/session";
import type { Kit, Orders } from "./feeding";

const CLASS = "bench";
const KIT = "sensors";
export const STREAMS = ["a", "b", "c", "d", "e"];

/** The page of a kit in a browser, on the product, and the kit itself in a process of its own. */
export type Stage = {
  browser: Browser;
  page: Page;
  /** From now on so many messages a second on each of the five streams. */
  feed(perSecond: number): void;
  close(): Promise<void>;
};

export async function openStage(server: string): Promise<Stage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "bench-page-"));
  const product = await startProduct(server, dataDir);
  const session = await openSession(product);
  const { username, key } = await makeKit(session);
  const kit = fork(new URL("./feeding.ts", import.meta.url));
  const ready = new Promise((done) => kit.once("message", done));
  kit.send({ mqttPort: product.mqttPort, username, key, streams: STREAMS } satisfies Kit);
  await ready;

  const browser = await chromium.launch({ args: ["--no-sandbox", "--disable-gpu"], ...installed() });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const cookies = session.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.url };
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${product.url}/c/${CLASS}/kits/${KIT}`);
  return {
    browser,
    page,
    feed: (perSecond) => kit.send({ perSecond } satisfies Orders),
    close: async () => {
      kit.disconnect();
      await browser.close();
      session.close();
      await product.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A kit whose five streams have no unit, so that they are drawn over each other. */
async function makeKit(session: Session): Promise<{ username: string; key: string }> {
  const must = async (method: string, address: string, body: unknown) => {
    const answer = await session.ask(method, `/api/v1/classes${address}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${address}: ${answer.status} ${answer.body}`);
    return answer.body;
  };
  await must("POST", "", { name: "Bench", slug: CLASS });
  await must("PATCH", `/${CLASS}`, { settings: { limits: { messagesPerSecond: 1000 } } });
  const kit = await must("POST", `/${CLASS}/kits`, { name: KIT, slug: KIT });
  for (const stream of STREAMS)
    await must("POST", `/${CLASS}/topics`, { topic: `${CLASS}/${KIT}/${stream}` });
  return JSON.parse(kit) as { username: string; key: string };
}

/** Debian's own Chromium where it is there, as in the end-to-end tests. */
function installed(): { executablePath?: string } {
  const executablePath = "/usr/bin/chromium";
  return existsSync(executablePath) ? { executablePath } : {};
}
