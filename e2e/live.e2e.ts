import { setInterval } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import type { MqttClient } from "mqtt";
import { HARD_PAYLOADS } from "#server/contract/payload-testing";
import { expectNoSideways, openBrowser, PHONE, signIn } from "./lesson";
import { type Caller, connectKit, makeKit, openClassroom, TEO } from "./outside/clients";
import { type Product, startProduct } from "./outside/product";

test.describe.configure({ mode: "serial" });

let product: Product;
let teo: Caller;
let lamp: MqttClient;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  product = await startProduct();
  ({ teo } = await openClassroom(product));
  await teo("PATCH", "/api/v1/classes/lab", { settings: { limits: { messagesPerSecond: 1000 } } });
  lamp = await connectKit(product, await makeKit(teo, "lamp"));
  ({ page } = await openBrowser(browser, product));
  await signIn(page, TEO);
});
test.afterAll(async () => {
  await lamp?.endAsync();
  await product.stop();
});

const say = (stream: string, payload: string | Uint8Array) =>
  lamp.publishAsync(`lab/lamp/${stream}`, Buffer.from(payload), { qos: 1 });

async function stored(stream: string): Promise<{ payload: string; at: number }[]> {
  const { body } = await teo("GET", `/api/v1/classes/lab/messages?topic=lab/lamp/${stream}&limit=1000`);
  return body.items as { payload: string; at: number }[];
}

/** From now on the page counts the frames in which something of it changed that a selector finds. */
async function countPaints(selector: string): Promise<() => Promise<{ paints: number; seconds: number }>> {
  await page.evaluate((wanted) => {
    const counted = { frames: new Set<number>(), begin: performance.now() };
    let frame = 0;
    const next = () => {
      frame++;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    const changes = new MutationObserver((records) => {
      const within = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest(wanted);
      if (records.some(({ target }) => within(target))) counted.frames.add(frame);
    });
    changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(window, { counted });
  }, selector);
  return () =>
    page.evaluate(() => {
      const { counted } = window as unknown as { counted: { frames: Set<number>; begin: number } };
      return { paints: counted.frames.size, seconds: (performance.now() - counted.begin) / 1000 };
    });
}

for (const [what, selector] of [
  ["value", "output"],
  ["chart", "figure"],
] as const)
  test(`P46 a hundred updates a second on one page: its ${what} is painted twenty times a second at most, without a reload, and no value is lost`, async () => {
    const stream = `fast/${what}`;
    await say(stream, "0");
    await page.goto(`/c/lab/topics/lamp/${stream}`);
    await expect(page.locator(selector).first()).toBeVisible();
    const painted = await countPaints(selector);
    const sending: Promise<unknown>[] = [];
    for await (const _ of setInterval(10)) {
      sending.push(say(stream, String(sending.length + 1)));
      if (sending.length === 500) break;
    }
    await Promise.all(sending);
    await expect(page.locator("output")).toHaveText("500");
    const { paints, seconds } = await painted();
    test
      .info()
      .annotations.push({ type: "measured", description: `${paints} paints in ${seconds.toFixed(1)} s` });
    expect(paints).toBeGreaterThan(5);
    expect(paints / seconds).toBeLessThanOrEqual(20);
    expect((await stored(stream)).map(({ payload }) => Number(payload))).toEqual(
      Array.from({ length: 501 }, (_, n) => n),
    );
  });

test("hard payloads are shown as text, live and from history, and harm neither the topic's page nor the kit's", async () => {
  test.setTimeout(120_000);
  const value = page.getByRole("status", { name: "hard" }).first();
  await say("hard", "0");
  await page.goto("/c/lab/topics/lamp/hard");
  for (const { bytes } of HARD_PAYLOADS) await say("hard", bytes);
  await say("hard", "12abc");
  await expect(value).toHaveText("12abc");
  for (const path of ["topics/lamp/hard", "kits/lamp", "topics", ""]) {
    await page.goto(`/c/lab/${path}`);
    await expect(page.getByText("12abc").first()).toBeVisible();
  }
  await page.goto("/c/lab/topics/lamp/hard");
  const rows = page.getByRole("listitem").filter({ hasText: "QoS" });
  await page.getByRole("button", { name: "Show older messages" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(HARD_PAYLOADS.length);
  for (const text of ["NaN", "Infinity", "-Infinity", "1e400", "-0", "0x1F"])
    await expect(rows.filter({ has: page.getByText(text, { exact: true }) }).first()).toBeVisible();
  await page.setViewportSize(PHONE.viewport);
  await expectNoSideways(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const form of ["JSON", "Hex", "Text"]) await page.getByRole("radio", { name: form }).click();
  for (const number of ["1", "2.5"]) await say("hard", number);
  await expect(value, "with the decimals of those before").toHaveText(/^2\.50*$/);
  await expect(page.locator("figure").first()).toBeVisible();
});

test("a topic is told by a switch to take readings from the past, and the page puts them where their time is", async () => {
  await say("soil", "50");
  await page.goto("/c/lab/topics/lamp/soil");
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("switch", { name: "Readings from the past" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const at = Date.now() - 120_000;
  await say("soil", JSON.stringify({ at, value: 30 }));
  await expect(page.getByText(/30/).first()).toBeVisible();
  await expect(page.getByRole("status", { name: "soil" }).first(), "it is not the newest").toHaveText("50");
  expect((await stored("soil")).map((message) => message.at)[0]).toBe(at);
  const chart = page.locator("figure[data-chart=soil]");
  await expect(chart.locator("svg.recharts-surface")).toBeVisible();
  await chart.getByText("As a table").click();
  await expect(chart.getByRole("cell", { name: "30", exact: true })).toHaveCount(1);
  await expect(chart.getByRole("columnheader")).toHaveText([/Time/, /soil/]);
  await say("soil", JSON.stringify({ at: Date.now(), value: 51 }));
  await expect(page.getByRole("status", { name: "soil" }).first()).toHaveText("51");
});
