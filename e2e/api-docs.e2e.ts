import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import type { MqttClient } from "mqtt";
import { fillExample } from "../app/docs/api/_parts/fill-example";
import { expectAccessible, expectNoSideways, openBrowser, PHONE } from "./lesson";
import { caller, connectKit, listen, makeKit, openClassroom, TEO } from "./outside/clients";
import { type Product, startProduct } from "./outside/product";

// An app's first five minutes: a token from the account page, the examples of /docs/api, a request tried there.
test.describe.configure({ mode: "serial" });

const ROOT = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

let product: Product;
let token = "";
let lamp: MqttClient;

test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.stop();
});

test("P14 P49 a token is made on the account page, for one class, and its secret shown once", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { teo } = await openClassroom(product);
  lamp = await connectKit(product, await makeKit(teo, "lamp"));
  await lamp.publishAsync("lab/lamp/lux", "412", { qos: 1 });

  const { page } = await openBrowser(browser, product);
  await page.goto("/account");
  await page.getByRole("tab", { name: "Instructor" }).click();
  await page.getByLabel("E-mail").fill(TEO.email);
  await page.getByLabel("Password").fill(TEO.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "API tokens" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Display");
  await dialog.getByLabel("It may").selectOption({ label: "Read, publish and change" });
  await dialog.getByLabel("In", { exact: true }).selectOption({ label: "Lab (lab)" });
  await dialog.getByLabel("Kit").selectOption({ label: "lamp" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.getByRole("heading", { name: "The token is made" })).toBeVisible();
  token = /kr_[\w-]{43}/.exec(await dialog.innerText())?.[0] ?? "";
  expect(token).not.toBe("");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText("lab/lamp")).toBeVisible();
  await expect(page.getByText("Never used")).toBeVisible();
  await page.reload();
  expect(await page.content()).not.toContain(token);
  expect((await caller(product, token)("GET", "/api/v1/classes/lab/kits/lamp")).status).toBe(200);
});

async function example(name: string, address: string): Promise<string> {
  const text = await readFile(resolve(ROOT, "app/docs/api/_examples", name), "utf8");
  return fillExample(text, { address, token, class: "lab", kit: "lamp" });
}

test("the example for curl reads and commands", async () => {
  const heard = await listen(lamp, "lab/lamp/set/#");
  const { stdout } = await run("sh", ["-c", await example("curl.sh", product.url)]);
  const [messages, published] = stdout.split(/(?<=\})(?=\{"topic":"lab\/lamp\/set)/);
  expect(JSON.parse(messages ?? "")).toMatchObject({ items: [{ topic: "lab/lamp/lux", payload: "412" }] });
  expect(JSON.parse(published ?? "")).toMatchObject({ topic: "lab/lamp/set/led", qos: 1 });
  await expect.poll(() => heard.map(({ payload }) => payload.toString())).toEqual(["on"]);
  await lamp.unsubscribeAsync("lab/lamp/set/#");
});

test("the example for Node receives and commands", async () => {
  const heard = await listen(lamp, "lab/lamp/set/#");
  const file = resolve(ROOT, ".tmp/example.mjs"); // beside node_modules, where it finds its one import
  await mkdir(resolve(ROOT, ".tmp"), { recursive: true });
  await writeFile(file, await example("node.mjs", product.url));
  const program = execFile(process.execPath, [file]);
  let printed = "";
  program.stdout?.on("data", (text: string) => (printed += text));
  program.stderr?.on("data", (text: string) => (printed += text));
  try {
    await expect.poll(() => heard.map(({ payload }) => payload.toString())).toContain("on");
    await lamp.publishAsync("lab/lamp/lux", "413", { qos: 1 });
    await expect.poll(() => printed).toContain("lab/lamp/lux 413");
  } finally {
    program.kill();
    await rm(file);
  }
});

test("the example for browsers shows readings, on a page of somebody else's", async ({ browser }) => {
  const html = await example("browser.html", product.url);
  const elsewhere = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
  });
  await new Promise<void>((done) => elsewhere.listen(0, "127.0.0.1", done));
  const address = elsewhere.address();
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`);
    await expect(async () => {
      await lamp.publishAsync("lab/lamp/lux", "414", { qos: 1 });
      await expect(page.getByText("lab/lamp/lux: 414")).toBeVisible({ timeout: 1000 });
    }).toPass();
  } finally {
    await page.close();
    await new Promise((done) => elsewhere.close(done));
  }
});

test("P49 the page of the API, by somebody with a token alone: to read, to find, to try", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { page } = await openBrowser(browser, product);
  await page.goto("/docs/api");
  await expect(page.getByRole("heading", { level: 1, name: "API" })).toBeVisible();
  for (const noun of ["Account", "Tokens", "Classes", "Members", "Kits", "Topics", "Messages"])
    await expect(page.getByRole("heading", { level: 2, name: noun, exact: true })).toBeVisible();
  await expect(page.getByText(product.url).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSideways(page);

  await page.getByLabel("API token").fill(token);
  const operation = page.locator("details").filter({ hasText: "The kits of a class that you may read" });
  await operation.locator("summary").focus();
  await page.keyboard.press("Enter");
  await operation.getByRole("button", { name: "Try it" }).click();
  await operation.getByLabel("class").fill("lab");
  await operation.getByRole("button", { name: "Send the request" }).click();
  await expect(operation.getByText('"slug": "lamp"')).toBeVisible();
  await operation.getByLabel("class").fill("den");
  await operation.getByRole("button", { name: "Send the request" }).click();
  await expect(operation.getByText('"code": "not-found"')).toBeVisible();
  await expectAccessible(page);
});

test("P42 P49 the page of the API on a phone, in Korean @phone", async ({ browser }) => {
  const { page } = await openBrowser(browser, product, { ...PHONE, locale: "ko-KR" });
  await page.goto("/docs/api");
  await expect(page.getByRole("heading", { name: "열 줄로 시작하기" })).toBeVisible();
  await page.locator("details summary").first().click();
  await page.getByRole("button", { name: "시험하기" }).first().click();
  await expectNoSideways(page);
  await expectAccessible(page);
});
