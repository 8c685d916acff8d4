import type { Page } from "@playwright/test";
import { type CabledUno, cableUno } from "./fake-serial";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, signIn, test } from "./lesson";
import { type Caller, caller, TEO, token } from "./outside/clients";

test.use({ story: "cable" });
test.describe.configure({ mode: "serial" });

// A kit without a network: the lesson's own sketch on an emulated Uno, on a cable to the kit's page.

const LED = 13;

let ask: Caller;
let page: Page;
let board: CabledUno;

test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  await ask("POST", "/api/v1/classes/lab/kits", { name: "Lamp" });
  ({ page } = await openBrowser(browser, product));
  board = await cableUno(page, "firmware/images/03-both.hex");
  board.uno.setVolts(1, 0.75); // 25 °C
  await signIn(page, TEO);
});
test.afterAll(() => board.stop());

const panel = (of: Page) => of.getByRole("tabpanel", { name: "USB cable" });

async function openPanel(of: Page): Promise<void> {
  await of.goto("/c/lab/kits/lamp");
  const connected = of.getByText("How to connect", { exact: true });
  const tab = of.getByRole("tab", { name: "USB cable" });
  await expect(async () => {
    if (!(await tab.isVisible())) await connected.click();
    await tab.click({ timeout: 1000 });
    await expect(panel(of)).toBeVisible({ timeout: 1000 });
  }).toPass();
}

test("P22 P52 a kit on a cable is connected from its page: readings, history and presence", async () => {
  await openPanel(page);
  await expectAccessible(page);
  const connect = panel(page).getByRole("button", { name: "Connect by USB" });
  await connect.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Online").first()).toBeVisible();
  await expect(page.getByText(/^(24\.[5-9]\d?|25(\.\d+)?)$/).first()).toBeVisible();
  const stored = await ask("GET", "/api/v1/classes/lab/messages?topic=lab/lamp/temperature");
  expect((stored.body.items as unknown[]).length).toBeGreaterThan(0);
});

test("P22 a command from the page switches the LED's pin, and the kit reports it", async () => {
  await page.getByLabel("Stream").fill("led");
  await page.getByLabel("Payload").fill("on");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => board.uno.isHigh(LED)).toBe(true);
  await page.getByRole("switch", { name: "led" }).click();
  await expect.poll(() => board.uno.isHigh(LED)).toBe(false);
  await expect(page.getByText("Done: the kit reports it").first()).toBeVisible();
});

test("P22 a name that is none is refused in words, and the readings go on", async () => {
  await openPanel(page);
  await panel(page).getByRole("button", { name: "Connect by USB" }).click();
  await expect(panel(page).getByText("Connected", { exact: true })).toBeVisible();
  await board.say(page, "\n@a+b 1*39\n");
  await expect(panel(page).getByText(/Refused:.*lab\/lamp\/a\+b/)).toBeVisible();
  board.uno.setVolts(1, 0.8); // 30 °C
  await expect(page.getByText(/^(29\.[5-9]\d?|30(\.\d+)?)$/).first()).toBeVisible();
});

test("P22 the cable is pulled out and put back: it goes on by itself, and a retained command has waited", async () => {
  await openPanel(page);
  await panel(page).getByRole("button", { name: "Connect by USB" }).click();
  await expect(panel(page).getByText("Connected", { exact: true })).toBeVisible();
  await board.unplug(page);
  await expect(panel(page).getByText("The cable was pulled out.")).toBeVisible();
  await expect(page.getByText("Offline").first()).toBeVisible();
  await expectAccessible(page);
  const sent = await ask("POST", "/api/v1/classes/lab/publish", {
    topic: "lab/lamp/set/led",
    payload: "on",
    qos: 1,
    retain: true,
  });
  expect(sent.status).toBe(200);
  await board.plug(page);
  await expect(panel(page).getByText("Connected", { exact: true })).toBeVisible();
  await expect.poll(() => board.uno.isHigh(LED)).toBe(true);
});

test("P22 of two tabs one has the cable, and the other says so", async () => {
  const other = await page.context().newPage();
  await openPanel(other);
  await panel(other).getByRole("button", { name: "Connect by USB" }).click();
  await expect(panel(other).getByText("connected in another tab")).toBeVisible();
  await panel(page).getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("Offline").first()).toBeVisible();
  await panel(other).getByRole("button", { name: "Connect by USB" }).click();
  await expect(panel(other).getByText("Connected", { exact: true })).toBeVisible();
  await other.close();
  await expect(page.getByText("Offline").first()).toBeVisible();
});

test("P22 a browser without serial ports is told which ones have them, on a phone and in Korean", async ({
  browser,
  product,
}) => {
  for (const [locale, said] of [
    ["en-GB", "Chrome, Edge and Opera on a computer can."],
    ["ko-KR", "크롬, 엣지, 오페라"],
  ] as const) {
    const { page: phone, context } = await openBrowser(browser, product, { ...PHONE, locale });
    await context.addCookies(await page.context().cookies());
    await context.addInitScript(() => Object.defineProperty(navigator, "serial", { value: undefined }));
    await phone.goto("/c/lab/kits/lamp");
    const tab = phone.getByRole("tab", { name: /USB/ });
    const folded = phone.getByText(/^(How to connect|연결 방법)$/);
    await expect(async () => {
      if (!(await tab.isVisible())) await folded.click();
      await tab.click({ timeout: 1000 });
      await expect(phone.getByText(said)).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expectAccessible(phone);
    await expectNoSideways(phone);
    await context.close();
  }
});
