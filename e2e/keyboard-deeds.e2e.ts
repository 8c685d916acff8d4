import type { Locator, Page } from "@playwright/test";
import { expect, openBrowser, test } from "./lesson";
import { type Caller, caller, makeKit, TEO, token } from "./outside/clients";

// What a term asks of an instructor and a student beyond their first five minutes, all of it by the keyboard alone.

test.use({ story: "keyboard-deeds" });
test.describe.configure({ mode: "serial" });

const MINA = { class: "lab", username: "mina", password: "warm wires hum" };
const INES = { name: "Ines", email: "ines@school.test", password: "wires and lamps" };

let teo: Page;
let mina: Page;
let ask: Caller;

test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  await ask("POST", "/api/v1/classes/lab/members", { ...MINA, class: undefined, name: "Mina Lee" });
  await makeKit(ask, "lamp");
  ({ page: teo } = await openBrowser(browser, product));
  ({ page: mina } = await openBrowser(browser, product));
});

/** Tab until it has the focus, as far as a page may be long. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  const hasFocus = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 80 && !(await hasFocus()); presses++)
    await target.page().keyboard.press("Tab");
  expect(await hasFocus(), `Tab reaches ${target}`).toBe(true);
}

async function press(target: Locator, key = "Enter"): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

async function type(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Control+a");
  await target.page().keyboard.insertText(text);
}

/** By the arrows of an open menu. */
async function choose(page: Page, name: string): Promise<void> {
  const item = page.getByRole("menu").getByText(name, { exact: true });
  await expect(item).toBeVisible();
  const focused = page.locator("[role^=menuitem]:focus");
  await expect(focused).toHaveCount(1);
  for (let presses = 0; presses < 12; presses++) {
    const now = await focused.innerText();
    if (now === name) break;
    await page.keyboard.press("ArrowDown");
    await expect(focused).not.toHaveText(now, { useInnerText: true }); // the focus follows a moment later
  }
  await expect(focused).toHaveText(name, { useInnerText: true });
  await page.keyboard.press("Enter");
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first();
const label = (page: Page, name: string) => page.getByLabel(name, { exact: true });

test("P49 by keyboard: an instructor signs in, changes a setting, looks at the activity", async () => {
  await teo.goto("/sign-in");
  await tabTo(teo.getByRole("tab", { selected: true }));
  await teo.keyboard.press("ArrowRight");
  await type(label(teo, "E-mail"), TEO.email);
  await type(label(teo, "Password"), TEO.password);
  await teo.keyboard.press("Enter");
  await press(teo.getByRole("link", { name: /^Lab/ }));
  await press(link(teo, "Settings"));
  await expect(teo).toHaveURL(/\/settings$/);
  await type(label(teo, "Kits"), "31");
  await teo.keyboard.press("Enter");
  await expect(teo.getByText("Saved", { exact: true }).first()).toBeVisible();
  await press(label(teo, "PINs as passwords"), "Space");
  await expect(label(teo, "PINs as passwords")).toBeChecked();
  await press(link(teo, "Activity"));
  await expect(teo.getByText(/changed the settings/).first()).toBeVisible();
  const { body } = await ask("GET", "/api/v1/classes/lab");
  expect(body.settings).toMatchObject({ allowPins: true, limits: { kits: 31 } });
});

/** The link of a new invitation; its dialog closes, and the focus is where it was. */
async function invite(): Promise<string> {
  const menu = button(teo, "More for the whole class");
  await press(menu);
  await choose(teo, "Invite an instructor");
  await press(button(teo, "Make the link"));
  const made = await teo
    .getByRole("dialog")
    .getByText(/\/invite\//)
    .innerText();
  await teo.keyboard.press("Escape");
  await expect(teo.getByRole("dialog")).toHaveCount(0);
  await expect(menu, "the focus is back at the menu").toBeFocused();
  return new URL(made).pathname;
}

test("P49 by keyboard: one invitation is withdrawn, by another somebody comes in", async ({
  browser,
  product,
}) => {
  await press(link(teo, "People"));
  const withdrawn = await invite();
  await press(button(teo, "Withdraw the invitation by Teo Park"));
  await press(teo.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }));
  await expect(teo.getByText("Open invitations")).toHaveCount(0);
  const open = await invite();
  const { page: ines, context } = await openBrowser(browser, product);
  await ines.goto(withdrawn);
  await expect(ines.getByRole("heading", { name: "No invitation" })).toBeVisible();
  await ines.goto(open);
  await type(label(ines, "Your name"), INES.name);
  await type(label(ines, "E-mail"), INES.email);
  await type(label(ines, "Password"), INES.password);
  await press(button(ines, "Make my account"));
  await expect(ines).toHaveURL(/\/c\/lab$/);
  await context.close();
});

test("P49 by keyboard: kits get cards, one is claimed by its card and handed on", async () => {
  await press(link(teo, "Kits"));
  await press(link(teo, "Kit cards"));
  await expect(teo).toHaveURL(/\/c\/lab\/cards$/);
  await tabTo(button(teo, "Print"));
  const { body } = await ask("POST", "/api/v1/classes/lab/kits/bulk", { count: 1 });
  const [card] = body.items as { slug: string; claimCode: string }[];
  await mina.goto("/c/lab");
  await type(label(mina, "User name"), MINA.username);
  await type(label(mina, "Password"), MINA.password);
  await mina.keyboard.press("Enter");
  await press(button(mina, "Claim a kit"));
  await type(label(mina, "Claim code"), card?.claimCode ?? "");
  await mina.keyboard.press("Enter");
  await expect(mina).toHaveURL(new RegExp(`/kits/${card?.slug}$`));

  await teo.goto(`/c/lab/kits/${card?.slug}`);
  const menu = button(teo, "Manage the kit");
  await press(menu);
  await choose(teo, "Hand on");
  await tabTo(label(teo, "New owner"));
  await teo.keyboard.type("Teo");
  await press(teo.getByRole("dialog").getByRole("button", { name: "Hand on" }));
  await expect(teo.getByText("Kit of Teo Park")).toBeVisible();
  await expect(menu, "the focus is back at the menu").toBeFocused();
});

test("P49 by keyboard: a token is made and revoked; language and theme are changed", async () => {
  await press(button(mina, "Account of Mina Lee"));
  await choose(mina, "Your account");
  await expect(mina).toHaveURL(/\/account$/);
  await press(button(mina, "New token"));
  await type(mina.getByRole("dialog").getByLabel("Name"), "Display");
  await press(button(mina, "Make the token"));
  await press(button(mina, "Done"));
  await press(button(mina, "Revoke Display"));
  await press(mina.getByRole("alertdialog").getByRole("button", { name: "Revoke" }));
  await expect(mina.getByText("No tokens yet.")).toBeVisible();
  await press(button(mina, "Language and theme"));
  await choose(mina, "Dark");
  await expect(mina.locator("html")).toHaveAttribute("data-theme", "dark");
  await press(button(mina, "Language and theme"));
  await choose(mina, "한국어");
  await expect(mina.getByRole("heading", { level: 1, name: "내 계정" })).toBeVisible();
});

test("P49 by keyboard: the class is archived", async () => {
  await press(link(teo, "Settings"));
  await press(button(teo, "Archive the class"));
  await press(teo.getByRole("alertdialog").getByRole("button", { name: "Archive the class" }));
  await expect(teo.getByText("This class is archived since")).toBeVisible();
});
