import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import type { MqttClient } from "mqtt";
import { openBrowser, signIn } from "./lesson";
import { type Caller, connectKit, makeKit, openClassroom, TEO } from "./outside/clients";
import { type Product, startProduct } from "./outside/product";
import { type Network, openNetwork } from "./outside/proxy";

let product: Product;
let network: Network;
let teo: Caller;

test.beforeAll(async () => {
  product = await startProduct();
  network = await openNetwork(product.port);
  ({ teo } = await openClassroom(product));
});
test.afterAll(async () => {
  await network.close();
  await product.stop();
});

/** A kit that counts, ten times a second at most, and goes on only when its last number was acknowledged. */
function counting(client: MqttClient) {
  let count = 0;
  let wanted = 0;
  let over = false;
  const done = (async () => {
    for await (const _ of setInterval(100)) {
      if (over) return;
      if (count < wanted) await client.publishAsync("lab/lamp/count", String(count++), { qos: 1 });
    }
  })();
  return {
    /** Lets it go on by so many. */
    more: (by: number) => {
      wanted = count + by;
    },
    /** All that it was asked for is acknowledged. */
    finished: () => expect.poll(() => count, { timeout: 60_000 }).toBe(wanted),
    end: async () => {
      over = true;
      await done;
    },
  };
}

type Stored = { at: number; payload: string };

async function stored(): Promise<Stored[]> {
  const { body } = await teo("GET", "/api/v1/classes/lab/messages?topic=lab/lamp/count&limit=1000");
  return body.items as Stored[];
}

/** The payloads in the list of messages of the page, oldest first; it grows each time that it is asked for. */
async function listed(page: Page): Promise<string[]> {
  const older = page.getByRole("button", { name: "Show older messages" });
  await older.evaluateAll((buttons) => {
    for (const button of buttons) (button as HTMLElement).click();
  });
  const rows = await page.getByRole("listitem").filter({ hasText: "QoS" }).allInnerTexts();
  return rows.map((row) => /^count\s*\n?\s*(\d+)$/m.exec(row)?.[1] ?? row).reverse();
}

type Step = { at: number; min: number; max: number; mean: number };
type Table = { steps: Step[]; stepMs: number; from: number };

/** The table that says what the chart draws: its steps that have values, how long one is, and where the oldest ends. */
async function drawn(page: Page): Promise<Table> {
  const rows = page.locator("figure[data-chart=count] tbody tr");
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [row.querySelector("time")?.dateTime ?? "", row.querySelector("td")?.textContent ?? ""]),
  );
  const times = cells.map(([time = ""]) => Date.parse(time));
  const [newest = 0, before = 0] = times;
  const stepMs = newest - before;
  const steps = cells.flatMap(([, cell = ""], row) => {
    const [mean, min = mean, max = mean] = (cell.match(/\d[\d,.]*/g) ?? []).map((n) =>
      Number(n.replaceAll(",", "")),
    );
    if (mean === undefined || min === undefined || max === undefined) return [];
    return [{ at: times[row] ?? 0, min, max, mean }];
  });
  return { steps, stepMs, from: (times.at(-1) ?? 0) + stepMs };
}

/** The same, worked out from the stored rows. */
function stepsOf(rows: readonly Stored[], stepMs: number): Step[] {
  const steps = new Map<number, number[]>();
  for (const { at, payload } of rows) {
    const step = Math.floor(at / stepMs) * stepMs;
    steps.set(step, [...(steps.get(step) ?? []), Number(payload)]);
  }
  return [...steps].map(([at, values]) => ({
    at,
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
}

/** The table rounds means to whole numbers. */
const isShown = (step: Step, shown: readonly Step[]) =>
  shown.some(
    ({ at, min, max, mean }) =>
      at === step.at && min === step.min && max === step.max && Math.abs(mean - step.mean) <= 0.51,
  );

/** List and chart of the page have each stored row, once. */
async function expectWhole(page: Page): Promise<void> {
  const rows = await stored();
  await expect.poll(() => listed(page), { timeout: 30_000 }).toEqual(rows.map(({ payload }) => payload));
  const missing = async () => {
    const { steps, stepMs, from } = await drawn(page);
    if (!(stepMs > 0)) return rows;
    return stepsOf(rows, stepMs)
      .filter((step) => step.at >= from && !isShown(step, steps))
      .map((step) => ({ stored: step, shown: steps.find(({ at }) => at === step.at) }));
  };
  await expect.poll(missing, { timeout: 15_000 }).toEqual([]);
}

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(join(product.dataDir, "postgres/data/postmaster.pid"), "utf8"), 10);
}

test("P18 P46 the server, the database and the network go away in the middle: the page comes back by itself, and its chart lacks no stored row", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const client = await connectKit(product, await makeKit(teo, "lamp"), {
    reconnectPeriod: 100,
    clean: false,
    clientId: "lamp",
  });
  const kit = counting(client);
  kit.more(10);
  await kit.finished();

  const { page } = await openBrowser(browser, product, { baseURL: network.url });
  await signIn(page, TEO);
  await page.goto("/c/lab/kits/lamp");
  const chart = page.locator("figure[data-chart=count]");
  await expect(chart.locator("svg.recharts-surface")).toBeVisible();
  await chart.getByText("As a table").click();
  await expect(chart.getByRole("table")).toBeVisible();
  let loads = 0;
  page.on("load", () => loads++);
  const lost = page.getByText(/No connection since/);

  await test.step("as long as nothing happens", async () => {
    kit.more(20);
    await kit.finished();
    await expectWhole(page);
  });

  await test.step("the server is killed, and starts again", async () => {
    kit.more(60);
    await product.kill();
    await expect(lost).toBeVisible({ timeout: 20_000 });
    await product.restart();
    await kit.finished();
    await expect(lost).toHaveCount(0, { timeout: 30_000 });
    await expectWhole(page);
  });

  await test.step("the database is killed, and its watchdog starts it again", async () => {
    kit.more(60);
    const before = await postmaster();
    process.kill(before, "SIGKILL");
    await expect.poll(postmaster, { timeout: 30_000 }).not.toBe(before);
    await kit.finished();
    await expectWhole(page);
  });

  await test.step("the network of the browser is cut, while the kit goes on", async () => {
    kit.more(40);
    network.cut();
    await expect(lost).toBeVisible({ timeout: 20_000 });
    await kit.finished();
    network.mend();
    await expect(lost).toHaveCount(0, { timeout: 30_000 });
    await expectWhole(page);
  });

  expect(loads, "the page was not loaded again").toBe(0);
  const payloads = new Set((await stored()).map(({ payload }) => Number(payload)));
  expect(payloads.size, "what was acknowledged is stored").toBe(190);
  await kit.end();
  await client.endAsync();
});
