import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, test } from "./lesson";
import { caller, TEO, token } from "./outside/clients";
import type { Product } from "./outside/product";

test.use({ story: "account" });
test.describe.configure({ mode: "serial" });

// A student changes what is theirs, and leaves; an instructor may not leave a class alone.

const MINA = { class: "lab", username: "mina", password: "warm wires" };
const NEXT = "cool copper";

test.beforeAll(async ({ product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  const ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  const { username, password } = MINA;
  await ask("POST", "/api/v1/classes/lab/members", { name: "Mina Lee", username, password });
  const mina = caller(product, await token(product, MINA));
  await mina("POST", "/api/v1/classes/lab/kits", { name: "Lamp" });
});

async function enter(page: Page, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Class").fill(MINA.class);
  await page.getByLabel("User name").fill(MINA.username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

const passwords = (page: Page) => page.getByRole("region", { name: "Password" });

async function changePassword(page: Page, from: string, to: string, again = to): Promise<void> {
  const panel = passwords(page);
  await panel.getByLabel("Password now").fill(from);
  await panel.getByLabel("New password", { exact: true }).fill(to);
  await panel.getByLabel("New password, once more").fill(again);
  await panel.getByRole("button", { name: "Change the password" }).click();
}

for (const [size, options] of [
  ["desktop", {}],
  ["phone", PHONE],
] as const)
  test(`P07 the account page stands on a ${size}`, async ({ browser, product }) => {
    const { context, page } = await openBrowser(browser, product, options);
    await enter(page, MINA.password);
    await page.goto("/account");
    await expect(page.getByRole("heading", { name: "Delete your account" })).toBeVisible();
    await expect(page.getByText("Lamp in Lab, without an owner")).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
    await context.close();
  });

test("P07 a new name is everywhere, language and theme at once", async ({ browser, product }) => {
  const { context, page } = await openBrowser(browser, product);
  await enter(page, MINA.password);
  await page.goto("/account");
  const you = page.getByRole("region", { name: "You", exact: true });
  await you.getByLabel("Name").fill("Mina L.");
  await you.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Account of Mina L." })).toBeVisible();
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("radio", { name: "한국어" }).click();
  await expect(page.getByRole("heading", { name: "내 계정" })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("heading", { name: "계정 삭제" })).toBeVisible();
  await context.close();
});

test("P07 P10 a new password signs the other browsers out, and not this one", async ({
  browser,
  product,
}) => {
  const other = await openBrowser(browser, product);
  await enter(other.page, MINA.password);
  const { context, page } = await openBrowser(browser, product);
  await enter(page, MINA.password);
  await page.goto("/account");

  await changePassword(page, "not it at all", NEXT);
  await expect(passwords(page).getByText("This is not the password that you have now.")).toBeVisible();
  await changePassword(page, MINA.password, NEXT, "something else");
  await expect(passwords(page).getByText("This is not what you typed above.")).toBeVisible();
  await changePassword(page, MINA.password, NEXT);
  await expect(page.getByText("All other browsers are signed out.").first()).toBeVisible();

  await page.goto("/c/lab");
  await expect(page.getByRole("link", { name: "Lamp" }).first()).toBeVisible();
  await other.page.goto("/c/lab");
  await expect(other.page).toHaveURL(/sign-in/);
  await context.close();
  await other.context.close();
});

test("P07 an account is deleted by who knows its password, and its kit stays", async ({
  browser,
  product,
}) => {
  const { context, page } = await openBrowser(browser, product, PHONE);
  await enter(page, NEXT);
  await page.goto("/account");
  const remove = page.getByRole("button", { name: "Delete the account" });
  await remove.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password").fill("not it at all");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This is not your password.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Password").fill(NEXT);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sign-in/);
  expect(await kitOwner(product)).toBeNull();
  await context.close();
});

async function kitOwner(product: Product): Promise<unknown> {
  const ask = caller(product, await token(product, TEO));
  const { body } = await ask("GET", "/api/v1/classes/lab/kits/lamp");
  return (body as { owner: unknown }).owner;
}

for (const locale of ["en-GB", "ko-KR"])
  test(`the help page in ${locale}, for everybody`, async ({ browser, product }) => {
    const { context, page } = await openBrowser(browser, product, { ...PHONE, locale });
    await page.goto("/help");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Help|도움말/);
    await expectAccessible(page);
    await expectNoSideways(page);
    const filter = page.getByLabel(/^(Filter|필터)$/);
    await filter.fill("7b/lamp/#");
    await expect(page.getByText(/^(4 of 6 topics match\.|토픽 6개 중 4개가 맞습니다\.)$/)).toBeVisible();
    await filter.fill("7b/la+/x");
    await expect(filter).toHaveAttribute("aria-invalid", "true");
    await context.close();
  });
