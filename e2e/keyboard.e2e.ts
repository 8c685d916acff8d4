import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSideways, openBrowser, test } from "./lesson";
import { type Caller, caller, connectKit, makeKit, TEO, token } from "./outside/clients";
import { type Product, startProduct } from "./outside/product";
import { PLACES, pageFiles, type Reader } from "./pages";
import { tryOpeners, walkByTab } from "./walk";

// A trace would photograph the page at each of some thousand presses.
test.use({ story: "keyboard", trace: "off" });

// Every page for everybody who may open it: what axe finds, and what the keyboard reaches.

const MINA = { class: "lab", username: "mina", password: "warm wires hum" };
const DESK = { width: 1280, height: 720 };
const HAND = { width: 390, height: 844 };

const codes = { CODE: "", INVITE: "", CLAIM: "" };

test.beforeAll(({ product }) => makeClass(product));

test("P42 P49 the list of pages names every page", () => {
  expect([...new Set(PLACES.map(({ file }) => file))].toSorted()).toEqual(pageFiles());
});

test("P42 P49 by keyboard: the setup", async ({ browser }) => {
  const fresh = await startProduct();
  const { page, context } = await openBrowser(browser, fresh);
  await page.goto("/setup");
  await expect(page.getByLabel("Setup code")).toBeVisible();
  await expectSound(page);
  await context.close();
  await fresh.stop();
});

const titles = new Map<string, string>();

for (const reader of ["visitor", "student", "instructor"] as const)
  test.describe(`as ${reader}`, () => {
    let page: Page;
    test.beforeAll(async ({ browser, product }) => {
      ({ page } = await openBrowser(browser, product));
      await enter(page, reader);
    });
    test.afterAll(() => page.context().close());

    for (const { file, path } of PLACES.filter(({ readers }) => readers.includes(reader)))
      test(`P42 P49 by keyboard: ${path} as ${reader}`, async () => {
        test.slow();
        await page.setViewportSize(DESK);
        await page.goto(path.replace(/[A-Z]+$/, (word) => codes[word as keyof typeof codes] ?? word));
        await expectSound(page);
        const title = await page.title();
        expect(title, "it has a title").toMatch(/.+ · Kitroom$/);
        expect(titles.get(title) ?? file, `the title of ${file} is its own`).toBe(file);
        titles.set(title, file);
      });
  });

/** Nothing for axe, nothing that sticks out, nothing that the keyboard cannot do, on a desk and in a hand. */
async function expectSound(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("main")).toHaveCount(1);
  for (const size of [DESK, HAND]) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    await expectNoSideways(page);
    if (size === DESK) await tryOpeners(page);
    const where = `${page.url()} at ${size.width} px`;
    expect.soft(await walkByTab(page), where).toEqual([]);
  }
}

async function enter(page: Page, reader: Reader): Promise<void> {
  if (reader === "visitor") return;
  await page.goto("/sign-in");
  if (reader === "instructor") {
    await page.getByRole("tab", { name: "Instructor" }).press("Enter");
    await page.getByLabel("E-mail").fill(TEO.email);
    await page.getByLabel("Password").fill(TEO.password);
  } else {
    await page.getByLabel("Class").fill(MINA.class);
    await page.getByLabel("User name").fill(MINA.username);
    await page.getByLabel("Password").fill(MINA.password);
  }
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/sign-in/);
}

/** A class with something of everything that its pages can show. */
async function makeClass(product: Product): Promise<void> {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  const teo = caller(product, await token(product, TEO));
  for (const name of ["Lab", "Den", "Gone"]) await teo("POST", "/api/v1/classes", { name });
  await teo("PATCH", "/api/v1/classes/gone", { archived: true });
  const { username, password } = MINA;
  await teo("POST", "/api/v1/classes/lab/members", { name: "Mina Lee", username, password });
  const { body } = await teo("POST", "/api/v1/classes/lab/kits/bulk", { count: 2 });
  codes.CLAIM = String((body.items as { claimCode: string }[])[0]?.claimCode);
  const mina = caller(product, await token(product, MINA));
  const lamp = await makeKit(mina, "lamp");
  const kit = await connectKit(product, lamp);
  for (const value of ["21.5", "22", "22.5"]) await kit.publishAsync("lab/lamp/lux", value, { qos: 1 });
  await kit.publishAsync("lab/lamp/switch", "on", { qos: 1 });
  await kit.endAsync();
  await connectKit(product, { ...lamp, key: "not its key" }).catch(() => {}); // is told on the page of activity
  await mina("POST", "/api/v1/classes/lab/publish", { topic: "lab/lamp/set/switch", payload: "off", qos: 1 });
  for (const who of [teo, mina]) await who("POST", "/api/v1/tokens", { name: "Display" });
  await readCodes(teo);
}

async function readCodes(teo: Caller): Promise<void> {
  codes.CODE = String((await teo("GET", "/api/v1/classes/lab")).body.joinCode);
  const { body: invited } = await teo("POST", "/api/v1/classes/lab/invitations");
  codes.INVITE = String(invited.path).split("/").at(-1) ?? "";
}
