import type { Locator, Page } from "@playwright/test";
import { test as base, expect, expectAccessible, expectNoSideways, openBrowser, PHONE } from "./lesson";
import { connectKit } from "./outside/clients";
import { type Product, startProduct } from "./outside/product";
import { wordsOf } from "./words";

// The first five minutes of an instructor and of a student, in each language, on a desk and in a hand. All that is
// pressed is pressed by the keyboard.

/** Each story begins with a Kitroom that nobody has set up. */
const test = base.extend<{ fresh: Product }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  fresh: async ({}, use) => {
    const product = await startProduct();
    await use(product);
    await product.stop();
  },
});

const TEO = { name: "박태오", email: "teo@school.test", password: "quiet lamps glow" };
const MINA = { username: "미나", name: "Mina Lee", password: "warm wires hum" };

for (const locale of ["en", "ko"] as const)
  for (const [size, look] of [
    ["desktop", {}],
    ["phone", PHONE],
  ] as const)
    test(`P49 P07 P42 the first five minutes in ${locale} on a ${size}`, async ({
      browser,
      fresh: product,
    }) => {
      test.setTimeout(150_000);
      const say = wordsOf(locale);
      const options = { ...look, locale: locale === "ko" ? "ko-KR" : "en-GB" };
      const teo = await openBrowser(browser, product, options);
      const mina = await openBrowser(browser, product, options);

      await test.step("the instructor sets up Kitroom", async () => {
        const { page } = teo;
        await page.goto("/");
        await field(page, say("account", "setup.code")).fill(product.setupCode);
        await field(page, say("account", "field.name")).fill(TEO.name);
        await field(page, say("account", "field.email")).fill(TEO.email);
        await field(page, say("account", "field.password")).fill(TEO.password);
        await press(button(page, say("account", "setup.action")));
        await expect(heading(page, say("account", "home.title"))).toBeVisible();
        await fits(page);
      });

      const code = await test.step("makes a class and shows its code", async () => {
        const { page } = teo;
        await press(button(page, say("account", "home.new")).first());
        await field(page, say("account", "home.name")).fill("Physics 7b");
        await press(button(page, say("account", "home.make")));
        await expect(page).toHaveURL(/\/c\/physics-7b$/);
        await fits(page);
        await press(button(page, say("class", "join.show")).first());
        const wall = page.getByRole("dialog");
        await expect(wall.getByRole("img")).toBeVisible();
        const shown = /\b[2-9A-HJKMNP-Z]{6}\b/.exec(await wall.innerText());
        await page.keyboard.press("Escape");
        return shown?.[0] ?? "";
      });

      const claim = await test.step("adds thirty kits, whose cards are ready to print", async () => {
        const { page } = teo;
        await press(button(page, say("class", "addKit.titleMany")).first());
        await fits(page);
        await field(page, say("class", "addKit.count")).fill("30");
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(/\/c\/physics-7b\/cards$/);
        const cards = page.getByRole("list", { name: say("cards", "title") }).getByRole("listitem");
        await expect(cards).toHaveCount(30);
        await expect(cards.first()).toContainText("physics-7b.");
        await expect(cards.first()).toContainText(String(product.mqttPort));
        await fits(page);
        return claimCodeOn(cards.first());
      });

      await test.step("the student joins by the code, without an e-mail", async () => {
        const { page } = mina;
        await page.goto("/join");
        await field(page, say("account", "join.code")).fill(code.toLowerCase());
        await page.keyboard.press("Enter");
        await fits(page);
        await field(page, say("account", "field.name")).fill(MINA.name);
        await field(page, say("account", "field.username")).fill(MINA.username);
        await field(page, say("account", "field.password")).fill(MINA.password);
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(/\/c\/physics-7b$/);
        await fits(page);
      });

      await test.step("and claims a kit by its card, whose page waits", async () => {
        const { page } = mina;
        await press(button(page, say("cards", "claim.open")).first());
        await field(page, say("cards", "claim.code")).fill(claim.toLowerCase());
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(/\/kits\/[a-z0-9-]+$/);
        await expect(heading(page, say("kit", "waiting.title"))).toBeVisible();
        await fits(page);
      });

      await test.step("the first message turns it into a reading and a chart", async () => {
        const { page } = mina;
        const line = await page
          .getByText(/mosquitto_pub/)
          .first()
          .innerText();
        const [, username = "", key = ""] = /-u '?([^' ]+)'?[\s\\]+-P '?([^' ]+)'?/.exec(line) ?? [];
        const kit = await connectKit(product, { username, key });
        await kit.publishAsync(`${username.replace(".", "/")}/light`, "21.5", { qos: 1 });
        await expect(page.getByText("21.5").first()).toBeVisible();
        await expect(heading(page, say("kit", "waiting.title"))).toHaveCount(0);
        await expect(page.locator("svg path[data-series], svg.recharts-surface").first()).toBeVisible();
        await fits(page);
        await teo.page.goto("/c/physics-7b");
        await expect(teo.page.getByText("21.5").first(), "the instructor sees it too").toBeVisible();
        await fits(teo.page);
        await kit.endAsync();
      });

      await teo.context.close();
      await mina.context.close();
    });

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { name });

async function press(target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  await target.focus();
  await target.press("Enter");
}

async function claimCodeOn(card: Locator): Promise<string> {
  return /\b[2-9A-HJKMNP-Z]{8}\b/.exec(await card.innerText())?.[0] ?? "";
}

/** Axe finds nothing in light and dark, and nothing sticks out. */
async function fits(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoSideways(page);
}
