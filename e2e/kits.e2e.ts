import { inflateSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, signIn, test } from "./lesson";
import { caller, TEO, token } from "./outside/clients";

test.use({ story: "kits" });
test.describe.configure({ mode: "serial" });

// Kits for a whole class: their cards on paper, claimed by a phone, handed on, and each with a sketch of its own.

const MINA = { class: "lab", username: "mina", password: "warm wires" };

let teo: Page;
let mina: Page;

test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  const ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  const { username, password } = MINA;
  await ask("POST", "/api/v1/classes/lab/members", { name: "Mina Lee", username, password });
  await ask("POST", "/api/v1/classes/lab/kits/bulk", {
    count: 30,
    name: "A kit with quite a long name, number",
  });
  ({ page: teo } = await openBrowser(browser, product));
  await signIn(teo, TEO);
  ({ page: mina } = await openBrowser(browser, product, PHONE));
  await mina.goto("/sign-in");
  await mina.getByLabel("Class").fill(MINA.class);
  await mina.getByLabel("User name").fill(MINA.username);
  await mina.getByLabel("Password").fill(MINA.password);
  await mina.keyboard.press("Enter");
  await expect(mina).toHaveURL(/\/c\/lab$/);
});

const cards = () => teo.getByRole("list", { name: "Kit cards" }).getByRole("listitem");

test("P42 P49 the cards of thirty kits are printed on A4 with nothing cut off", async () => {
  await teo.goto("/c/lab");
  await teo.getByRole("link", { name: "Kit cards" }).click();
  await expect(cards()).toHaveCount(30);
  await expectAccessible(teo);
  await teo.emulateMedia({ media: "print" });
  const torn = await cards().evaluateAll((all) =>
    all.filter((card) =>
      [card, ...card.querySelectorAll("*")].some(
        (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline",
      ),
    ),
  );
  expect(torn).toEqual([]);
  const pdf = await teo.pdf({ format: "A4" });
  await teo.emulateMedia({ media: null });
  expect(pagesOf(pdf), "eight cards a page").toBe(4);
});

/** How many pages a PDF has, compressed object streams included. */
function pagesOf(pdf: Buffer): number {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data = ""]) => {
    try {
      return inflateSync(Buffer.from(data, "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...streams].join("\n").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test("P42 a card's link makes the kit the student's, on a phone; a second time it says why not", async ({
  browser,
  product,
}) => {
  const text = await cards().first().innerText();
  const code = /\b[2-9A-HJKMNP-Z]{8}\b/.exec(text)?.[0] ?? "";
  await mina.goto(`/c/lab/claim/${code}`);
  await expectAccessible(mina);
  await expectNoSideways(mina);
  await mina.getByRole("button", { name: "Make it mine" }).click();
  await expect(mina).toHaveURL(/\/kits\/a-kit-with/);
  await expect(mina.getByRole("main").getByText("Mina Lee").first()).toBeVisible();
  await mina.goto(`/c/lab/claim/${code}`);
  await mina.getByRole("button", { name: "Make it mine" }).click();
  await expect(mina.getByText("somebody has claimed it already")).toBeVisible();
  const { page, context } = await openBrowser(browser, product, PHONE);
  await page.goto(`/c/lab/claim/${code}`);
  await expect(page, "who is not signed in does so first").toHaveURL(/sign-in\?next=/);
  await context.close();
});

test("P53 the kit's page gives a sketch with the Wi-Fi in it", async () => {
  await mina.goto("/c/lab");
  await mina
    .getByRole("link", { name: /A kit with/ })
    .first()
    .click();
  await mina.getByRole("tab", { name: "Arduino" }).click();
  await mina.getByLabel("Board").selectOption("esp32");
  await mina.getByLabel("Name of your Wi-Fi").fill("Lab");
  await mina.getByLabel("Its password").fill("warm wires");
  await expectAccessible(mina);
  await expectNoSideways(mina);
  const coming = mina.waitForEvent("download");
  await mina.getByRole("button", { name: "Download the sketch" }).click();
  expect((await coming).suggestedFilename()).toMatch(/^a-kit-with.*-03-both\.zip$/);
});

test("P42 an instructor hands a kit on, by keyboard, and takes it back", async () => {
  await teo.goto("/c/lab/kits/a-kit-with-quite-a-long-2");
  const menu = teo.getByRole("button", { name: "Manage the kit" });
  for (const [owner, said] of [
    ["Mina Lee (mina)", "It belongs to Mina Lee now"],
    ["Nobody: it can be claimed by its card", "It belongs to nobody now"],
  ] as const) {
    const item = teo.getByRole("menuitem", { name: "Hand on" });
    await expect(async () => {
      await menu.focus();
      await teo.keyboard.press("Enter");
      await expect(item).toBeVisible({ timeout: 1000 });
    }).toPass();
    await item.focus();
    await teo.keyboard.press("Enter");
    await teo.getByLabel("New owner").selectOption({ label: owner });
    await expectAccessible(teo);
    await teo.getByRole("dialog").getByRole("button", { name: "Hand on" }).press("Enter");
    await expect(teo.getByText(said).first()).toBeVisible();
  }
});
