import { readFile } from "node:fs/promises";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect, expectAccessible, expectNoSideways, openBrowser, test } from "./lesson";
import { caller, connectKit, type Kit } from "./outside/clients";
import type { Product } from "./outside/product";

test.use({ story: "history" });

// What a class remembers: its instructor says for how long, sees how much that is, saves it and deletes it.
test.describe.configure({ mode: "serial" });

const TEO = { name: "Teo Park", email: "teo@school.test", password: "quiet lamps glow" };
const DAY = 24 * 3600 * 1000;
const BIG = "x".repeat(60_000);
/** More of them than fit between two programs that do not read: a kept connection's buffers may hold 37 MB. */
const STORY = 800;

let page: Page;

/** A class with a lamp that has spoken today, ten days ago, and at length. */
test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, ...TEO });
  const { body } = await caller(product)("POST", "/api/v1/token", TEO);
  const ask = caller(product, String(body.token));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  await ask("PATCH", "/api/v1/classes/lab", { settings: { limits: { messagesPerSecond: 1000 } } });
  const { body: kit } = await ask("POST", "/api/v1/classes/lab/kits", { name: "Lamp" });
  await ask("POST", "/api/v1/classes/lab/topics", { topic: "lab/lamp/old", backfill: true });
  await publish(product, { username: String(kit.username), key: String(kit.key) });
  page = await signIn(browser, product);
});

async function publish(product: Product, kit: Kit): Promise<void> {
  const client = await connectKit(product, kit);
  for (const value of ["20", "21.5", "=1+1", "two\nlines", '"quoted", with commas'])
    await client.publishAsync("lab/lamp/light", value, { qos: 1 });
  for (let n = 1; n <= 5; n++)
    await client.publishAsync("lab/lamp/old", JSON.stringify({ at: Date.now() - 10 * DAY + n, value: n }), {
      qos: 1,
    });
  for (let n = 0; n < STORY; n++) await client.publishAsync("lab/lamp/story", BIG, { qos: 1 });
  await client.endAsync();
}

async function signIn(browser: Browser, product: Product): Promise<Page> {
  const { page: opened } = await openBrowser(browser, product, { acceptDownloads: true });
  await opened.addInitScript(() => {
    Object.assign(window, { showSaveFilePicker: undefined }); // nobody can choose a file in a test
  });
  await opened.goto("/sign-in");
  await opened.getByRole("tab", { name: "Instructor" }).click();
  await opened.getByLabel("E-mail").fill(TEO.email);
  await opened.getByLabel("Password").fill(TEO.password);
  await opened.getByRole("button", { name: "Sign in" }).click();
  await expect(opened).not.toHaveURL(/sign-in/);
  return opened;
}

const networks = new WeakMap<Page, CDPSession>();

/** How fast this page's answers come from now on, in bytes a second; -1 as fast as they are. One session says it. */
async function slow(opened: Page, downloadThroughput: number): Promise<void> {
  const network = networks.get(opened) ?? (await opened.context().newCDPSession(opened));
  networks.set(opened, network);
  const asked = { offline: false, latency: 0, downloadThroughput, uploadThroughput: -1 };
  await network.send("Network.emulateNetworkConditions", asked);
}

/** Chooses from a menu, which opens once the page's scripts run. */
async function choose(opened: Page, menu: string, item: string | RegExp): Promise<void> {
  const wanted = opened.getByRole("menuitem", { name: item });
  await expect(async () => {
    await opened.getByRole("button", { name: menu }).click();
    await expect(wanted).toBeVisible({ timeout: 1000 });
  }).toPass();
  await wanted.click();
}

test("P49 an instructor names the class, its rights and limits, and for how long it remembers", async () => {
  await page.goto("/c/lab");
  await page.getByRole("navigation", { name: "Pages of the class" }).getByText("Settings").click();
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectNoSideways(page);

  const name = page.getByRole("region", { name: "Name" });
  await name.getByLabel("Name of the class").fill("Lamp lab");
  await name.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("banner").getByText("Lamp lab")).toBeVisible();

  const pins = page.getByRole("switch", { name: "PINs as passwords" });
  await pins.click();
  await expect(pins).toBeChecked();

  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText("At most 90 on this server")).toBeVisible();
  await expect(history.getByText("810 messages are stored, with 48 MB of payload.")).toBeVisible();
  await expect(history.getByRole("row").nth(1)).toHaveText(/^lamp\/story\s*800\s*48 MB$/);
  const raw = history.getByLabel("Days that messages are kept");
  await raw.fill("30");
  await history.getByLabel("Days that summaries are kept").fill("20");
  await history.getByRole("button", { name: "Save" }).click();
  await expect(history.getByText("Not less than messages are kept.")).toBeVisible();
  await history.getByLabel("Days that summaries are kept").fill("200");
  await history.getByRole("button", { name: "Save" }).click();
  const less = page.getByRole("alertdialog", { name: "Keep less than until now?" });
  await expect(less.getByText("Messages will be kept for 30 days: none is older than that.")).toBeVisible();
  await expect(less.getByText("Summaries will be kept for 200 days: older ones go for good")).toBeVisible();
  await expectAccessible(page);
  await less.getByRole("button", { name: "Cancel" }).click();
  await expect(less).toHaveCount(0);
  await expect(raw).toHaveValue("30");
  await history.getByRole("button", { name: "Save" }).click();
  const [kept] = await Promise.all([
    page.waitForResponse((reply) => reply.request().method() === "PATCH"),
    less.getByRole("button", { name: "Keep less" }).click(),
  ]);
  expect(kept.status()).toBe(200);
  await expect(less).toHaveCount(0);
  await page.reload();
  await expect(raw).toHaveValue("30");
  await expect(pins).toBeChecked();
});

test("P09 a file is saved with its progress, and is what the topic has", async () => {
  await page.goto("/c/lab/topics/lamp/light");
  await choose(page, "Export", /CSV/);
  const dialog = page.getByRole("dialog", { name: "Export as CSV" });
  await expect(dialog.getByText("About 5 messages.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("radio", { name: "Dates" }).click();
  await dialog.getByLabel("From").fill("2026-01-01");
  await dialog.getByLabel("Until the end of").fill("2025-01-01");
  await expect(dialog.getByText("The first day comes after the last one.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByRole("radio", { name: "Last 24 hours" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lab-lamp-light-\d{8}-\d{4}-to-\d{8}-\d{4}\.csv$/);
  await expect(dialog.getByRole("status")).toContainText("5 messages saved");
  const rows: string[][] = parse(await readFile(await download.path()), { bom: true });
  expect(rows.slice(1).map(([, topic, payload]) => [topic, payload])).toEqual(
    ["20", "21.5", "'=1+1", "two\nlines", '"quoted", with commas'].map((text) => ["lab/lamp/light", text]),
  );
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toHaveCount(0);
});

test("P09 an export that takes long shows how far it is, and is cancelled by the keyboard", async () => {
  await page.goto("/c/lab/topics/lamp/story");
  const lines = page.getByRole("menuitem", { name: /JSON Lines/ });
  await expect(async () => {
    await page.getByRole("button", { name: "Export" }).press("Enter");
    await expect(lines).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("End");
  await expect(lines).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Export as JSON Lines" });
  await expect(dialog.getByText("About 800 messages.")).toBeVisible();
  await slow(page, 200_000);
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await expect(dialog.getByText(/^[1-9]\d* of about 800 messages, \d+/).first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Cancel the export" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/^Cancelled after \d+ messages?\. Nothing was kept\.$/)).toBeVisible();
  await expectAccessible(page);
  await slow(page, -1);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await dialog.getByRole("button", { name: "Again" }).click();
      await dialog.getByRole("button", { name: "Save" }).click();
    })(),
  ]);
  expect(download.suggestedFilename()).toBe("lab-lamp-story-all.jsonl");
  const saved = (await readFile(await download.path(), "utf8")).trim().split("\n");
  expect(saved.map((line) => (JSON.parse(line) as { payload: string }).payload)).toEqual(
    Array.from({ length: STORY }, () => BIG),
  );
  await page.keyboard.press("Escape");
});

test("P09 what breaks off in the middle is kept under a name that says so", async ({ product }) => {
  await page.goto("/c/lab/topics/lamp/story");
  await choose(page, "Export", /JSON Lines/);
  const dialog = page.getByRole("dialog", { name: "Export as JSON Lines" });
  await slow(page, 200_000);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/^[1-9]\d* of about 800 messages/).first()).toBeVisible();
  await product.kill();
  const [download] = await Promise.all([page.waitForEvent("download"), slow(page, -1)]);
  expect(download.suggestedFilename()).toBe("lab-lamp-story-all-partial.jsonl");
  await expect(dialog.getByRole("alert")).toContainText("which is not whole");
  const lines = (await readFile(await download.path(), "utf8")).split("\n");
  expect(lines.length).toBeLessThan(STORY);
  expect((JSON.parse(lines[0] ?? "") as { payload: string }).payload).toBe(BIG);
  await product.restart();
});

test("P09 where a page may write to files, the export goes to the one that was chosen", async () => {
  const writer = await page.context().newPage();
  await writer.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const folder = await navigator.storage.getDirectory(); // of the page's own, where no dialog is needed
        return folder.getFileHandle(suggestedName, { create: true });
      },
    });
  });
  const written = () =>
    writer.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const file = await folder.getFileHandle("lab-lamp-story-all.jsonl").catch(() => null);
      return file && (await (await file.getFile()).text());
    });
  await writer.goto("/c/lab/topics/lamp/story");
  await choose(writer, "Export", /JSON Lines/);
  const dialog = writer.getByRole("dialog", { name: "Export as JSON Lines" });
  await slow(writer, 200_000);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/^[1-9]\d* of about 800 messages/).first()).toBeVisible();
  await writer.keyboard.press("Escape");
  await expect(dialog.getByText(/^Cancelled after \d+ messages?/)).toBeVisible();
  expect(await written()).toBeNull();
  await slow(writer, -1);
  await dialog.getByRole("button", { name: "Again" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/^800 messages saved, 48 MB: lab-lamp-story-all.jsonl$/)).toBeVisible();
  expect((await written())?.trim().split("\n")).toHaveLength(STORY);
  await writer.close();
});

test("P09 a topic's history is deleted after saying how much goes; the topic stays", async () => {
  await page.goto("/c/lab/topics/lamp/story");
  await choose(page, "More for this topic", "Delete this topic's history");
  const ask = page.getByRole("alertdialog");
  await expect(ask.getByText("Its 800 messages go for good")).toBeVisible();
  await expectAccessible(page);
  await ask.getByRole("button", { name: "Delete history" }).click();
  await expect(page.getByText("Waiting for the first message").first()).toBeVisible();
  await page.goto("/c/lab/settings");
  await expect(page.getByText("10 messages are stored")).toBeVisible();
});

test("P09 history from before a day is deleted after saying how much that is", async () => {
  await page.goto("/c/lab/settings");
  await page.getByRole("button", { name: "Delete before a date" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete old history" });
  const yesterday = new Date(Date.now() - DAY);
  const day = [yesterday.getFullYear(), yesterday.getMonth() + 1, yesterday.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  await dialog.getByLabel("Keep from this day on").fill(day);
  await expect(dialog.getByText("5 messages go.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("5 messages deleted").first()).toBeVisible();
  await expect(page.getByText("5 messages are stored")).toBeVisible();
});

test("P49 a class is archived and restored; students see none of this", async ({ browser, product }) => {
  await page.goto("/c/lab/settings");
  await page.getByRole("button", { name: "Archive the class" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive the class" }).click();
  await expect(page.getByText("This class is archived since")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open the class again" }).click();
  await expect(page.getByRole("button", { name: "Archive the class" })).toBeVisible();

  const { body } = await caller(product)("POST", "/api/v1/token", TEO);
  const lab = await caller(product, String(body.token))("GET", "/api/v1/classes/lab");
  const student = await openBrowser(browser, product);
  await student.page.goto(`/join/${String(lab.body.joinCode)}`);
  await student.page.getByLabel("Your name").fill("Mina");
  await student.page.getByLabel("User name").fill("mina");
  await student.page.getByLabel("Password").fill("warm wires hum");
  await student.page.getByRole("button", { name: "Join the class" }).click();
  await expect(student.page).toHaveURL(/\/c\/lab$/);
  await expect(student.page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  expect((await student.page.goto("/c/lab/settings"))?.status()).toBe(404);
});
