import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import type { MqttClient } from "mqtt";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, test } from "./lesson";
import { caller, connectKit } from "./outside/clients";
import type { Product } from "./outside/product";

test.use({ story: "charts" });

// What a kit has said over hours, seen closer, beside each other, and kept.
test.describe.configure({ mode: "serial" });

const TEO = { name: "Teo Park", email: "teo@school.test", password: "quiet lamps glow" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let page: Page;
let kit: MqttClient;

/** A lamp with three hours behind it: light with one flash two hours ago, warmth, and air with two numbers in one. */
test.beforeAll(async ({ browser, product }, { project }) => {
  test.setTimeout(120_000);
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, ...TEO });
  const { body } = await caller(product)("POST", "/api/v1/token", TEO);
  const ask = caller(product, String(body.token));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  const { body: key } = await ask("POST", "/api/v1/classes/lab/kits", { name: "Lamp" });
  for (const [stream, unit] of Object.entries({ light: "lx", warmth: "°C", air: "" }))
    await ask("POST", "/api/v1/classes/lab/topics", {
      topic: `lab/lamp/${stream}`,
      backfill: true,
      ...(unit ? { unit } : {}),
    });
  kit = await connectKit(product, { username: String(key.username), key: String(key.key) });
  await tellThePast(kit);
  page = await signIn(browser, product, project.name === "phone" ? PHONE : {});
});
test.afterAll(() => kit.endAsync());

async function tellThePast(lamp: MqttClient): Promise<void> {
  const now = Date.now();
  const say = (stream: string, at: number, value: unknown) =>
    lamp.publishAsync(`lab/lamp/${stream}`, JSON.stringify({ at, value }), { qos: 1 });
  for (let ago = 3 * HOUR; ago >= 10 * MINUTE; ago -= 10 * MINUTE) {
    await say("light", now - ago, ago === 2 * HOUR ? 999 : 100);
    await say("warmth", now - ago, 21.5);
    await say("air", now - ago, { t: 20, co2: 600 });
  }
}

async function signIn(browser: Browser, product: Product, options: object): Promise<Page> {
  const { page: opened } = await openBrowser(browser, product, { ...options, acceptDownloads: true });
  await opened.goto("/sign-in");
  await opened.getByRole("tab", { name: "Instructor" }).click();
  await opened.getByLabel("E-mail").fill(TEO.email);
  await opened.getByLabel("Password").fill(TEO.password);
  await opened.getByRole("button", { name: "Sign in" }).click();
  await expect(opened).not.toHaveURL(/sign-in/);
  return opened;
}

/** What the chart says to those who do not see it. */
const told = () => page.getByRole("figure").first().locator("figcaption");
const range = (name: string) => page.getByRole("radio", { name, exact: true });
const zoomed = () => page.getByText("This stays still.");

/** Drags over a part of the chart, by shares of its width. */
async function drag(from: number, to: number): Promise<void> {
  const box = await page.getByRole("figure").first().locator("svg.recharts-surface").boundingBox();
  if (!box) throw new Error("no chart to drag over");
  const at = (share: number) => [box.x + 40 + share * (box.width - 50), box.y + box.height / 2] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

test("P46 past and live are one chart, and a reload shows the same", async () => {
  await page.goto("/c/lab/topics/lamp/light");
  await kit.publishAsync("lab/lamp/light", "150", { qos: 1 });
  await expect(told()).toContainText("light, the last 5 minutes. light: latest 150 lx, lowest 150");
  await range("24 h").click();
  await expect(told()).toContainText(
    "light, the last 24 hours. light: latest 150 lx, lowest 100, highest 999.",
  );
  await expect(page).toHaveURL(/#range=24h$/);
  await expectAccessible(page);
  await page.reload();
  await expect(range("24 h")).toBeChecked();
  await expect(told()).toContainText("highest 999");
  await kit.publishAsync("lab/lamp/light", "1001", { qos: 1 });
  await expect(told(), "what comes meanwhile is drawn with the past").toContainText("latest 1,001 lx");
  await range("All").click();
  await expect(told()).toContainText("lowest 100, highest 1,001");
});

test("P46 dragging and the keyboard lead into the past, and back the way one came", async () => {
  await page.goto("/c/lab/topics/lamp/light");
  await range("24 h").click();
  await expect(told()).toContainText("highest 1,001");
  await drag(0.85, 0.95);
  await expect(zoomed()).toBeVisible();
  await expect(told(), "the flash, and not what is now").toContainText("lowest 100, highest 999.");
  const address = page.url();
  expect(address).toMatch(/from=\d+&to=\d+/);
  await page.reload();
  await expect(told()).toContainText("highest 999.");
  expect(page.url()).toBe(address);

  await page.getByRole("button", { name: "Zoom in" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(address);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(address);
  await page.getByRole("button", { name: "Earlier" }).press("Enter");
  await page.getByRole("button", { name: "Later" }).press("Enter");
  await expect(page).toHaveURL(address);
  await page.getByRole("button", { name: "Back" }).click();
  await expect(range("24 h")).toBeChecked();
  await expect(zoomed()).toHaveCount(0);

  await page.getByText("As a table").click();
  const rows = page.getByRole("region", { name: /light, the last 24 hours, in steps of 1 hour/ });
  await expect(rows.getByRole("row").filter({ hasText: "999" })).toHaveCount(1);
});

test("P46 two streams over each other have an axis each; a field of JSON is picked from a list", async () => {
  await page.goto("/c/lab/topics/lamp/light#range=24h");
  await page.getByRole("button", { name: "Compare" }).click();
  const dialog = page.getByRole("dialog", { name: "Compare" });
  await dialog.getByRole("checkbox", { name: "lamp/warmth" }).check();
  await dialog.getByRole("checkbox", { name: "t", exact: true }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Show together" }).click();
  const warmth = page.getByRole("button", { name: "warmth (°C, right)" });
  await expect(page.getByRole("button", { name: "light (lx)" })).toBeVisible();
  await expect(told()).toContainText("warmth: latest 21.5 °C");
  await expect(page.getByRole("figure"), "a third unit has its own chart").toHaveCount(2);
  await expect(page.getByRole("figure").last().locator("figcaption")).toContainText("air: t: latest 20");
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.reload();
  await warmth.click();
  await expect(warmth).toHaveAttribute("aria-pressed", "false");
  await expect(told()).not.toContainText("warmth");
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(page.getByRole("figure")).toHaveCount(1);
});

test("P46 a kit's streams share one span, and can be laid over each other", async () => {
  await page.goto("/c/lab/kits/lamp#range=24h");
  await expect(page.getByRole("figure")).toHaveCount(3);
  await page.getByRole("button", { name: "Compare" }).click();
  const dialog = page.getByRole("dialog", { name: "Compare" });
  await dialog.getByRole("checkbox", { name: "co2" }).check();
  await dialog.getByRole("checkbox", { name: "lamp/warmth" }).check();
  await dialog.getByRole("button", { name: "Show together" }).click();
  const together = page.getByRole("region", { name: "Compare" }).getByRole("figure");
  await expect(together.locator("figcaption")).toContainText(
    "air: co2: latest 600, lowest 600, highest 600.",
  );
  await expectAccessible(page);
  await expectNoSideways(page);
});

test("P09 what is shown is saved, as a picture and as values", async () => {
  await page.goto("/c/lab/topics/lamp/light#range=24h");
  await expect(told()).toContainText("highest 1,001");
  const save = async (item: string) => {
    await page.getByRole("button", { name: "Save" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const picture = await save("Picture (PNG)");
  expect(picture.name).toBe("lamp-light-24h.png");
  expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.bytes.readUInt32BE(16), "as wide as on the screen, twice as sharp").toBeGreaterThan(600);
  const values: string[][] = parse((await save("Values (CSV)")).bytes, { bom: true });
  expect(values.filter(([, , payload]) => payload?.includes('"value":999'))).toHaveLength(1);
});

test("P46 a student's phone shows the past, and nothing sticks out @phone", async () => {
  await page.goto("/c/lab/topics/lamp/light");
  await range("24 h").tap();
  await expect(told()).toContainText("highest 999");
  await page.getByRole("button", { name: "Zoom in" }).tap();
  await expect(zoomed()).toBeVisible();
  await expectAccessible(page);
  await expectNoSideways(page);
});
