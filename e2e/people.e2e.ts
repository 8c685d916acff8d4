import { inflateSync } from "node:zlib";
import type { Browser, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, signIn, test } from "./lesson";
import { caller, TEO, token } from "./outside/clients";
import type { Product } from "./outside/product";

test.use({ story: "people" });

// A class comes in by its roster: pasted, looked at, imported, printed, handed out. Then what is done with its people.
test.describe.configure({ mode: "serial" });

const STUDENTS = 200;
const NAMES = [
  "김민준",
  "Mina Lee",
  "이서연",
  "Ada 👩‍🚀 Byron",
  "A very long name that does not fit into a line of a card",
];
const ROSTER = Array.from({ length: STUDENTS }, (_, at) => `${NAMES[at % NAMES.length]} ${at}`);

let page: Page;

test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  const ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  await ask("POST", "/api/v1/classes", { name: "Den" });
  ({ page } = await openBrowser(browser, product));
  await signIn(page, TEO);
});

const dialog = () => page.getByRole("dialog");
const rowOf = (username: string) =>
  page
    .getByRole("list", { name: "People" })
    .getByRole("listitem")
    .filter({ has: page.getByText(username, { exact: true }) });

/** Chooses from a menu by keyboard, which opens once the page's scripts run. */
async function choose(menu: string, item: string): Promise<void> {
  const wanted = page.getByRole("menuitem", { name: item, exact: true });
  await expect(async () => {
    await page.getByRole("button", { name: menu, exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(wanted).toBeVisible({ timeout: 1000 });
  }).toPass();
  await wanted.focus();
  await page.keyboard.press("Enter");
}

test("P08 P49 a roster of 200 is pasted, previewed and imported", async () => {
  test.setTimeout(120_000);
  await page.goto("/c/lab");
  await page.getByRole("link", { name: "People", exact: true }).click();
  await expect(page.getByText("Import a roster: a list of names is enough")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import a roster" }).click();
  await expectAccessible(page);
  const roster = ["Name\tUser name", ...ROSTER, "Two words\ttwo words"].join("\n");
  await dialog().getByLabel("Roster", { exact: true }).fill(roster);
  await dialog().getByRole("button", { name: "Preview" }).click();
  await expect(dialog().getByText("200 accounts will be made; 1 line is left out.")).toBeVisible();
  await expect(dialog().getByText("The user name is not 2 to 32")).toBeVisible();
  await dialog().getByRole("button", { name: "Make 200 accounts" }).click();
  await expect(dialog().getByRole("heading", { name: "200 accounts were made" })).toBeVisible({
    timeout: 60_000,
  });
});

/** What the dialog shows beside somebody's user name. */
async function shownPassword(username: string): Promise<string> {
  const rows = dialog().getByRole("row");
  const row = rows.filter({ has: page.getByRole("cell", { name: username, exact: true }) });
  return row.getByRole("cell").nth(2).innerText();
}

test("P08 P49 the cards are printed with nothing cut off, and one opens its account on a phone", async ({
  browser,
  product,
}) => {
  test.setTimeout(120_000);
  const password = await shownPassword("mina.lee.1");
  await page.keyboard.press("Escape");
  await expect(page.getByText("The new passwords of 200 people")).toBeVisible();
  await page.getByRole("link", { name: "Print cards" }).click();
  await expect(page.getByText("200 cards", { exact: true })).toBeVisible();
  await expect(cards().filter({ hasText: "mina.lee.1" }).filter({ hasText: password })).toHaveCount(1);
  await expectWholeOnPaper();
  await expectSignsIn(browser, product, "mina.lee.1", password);
});

const cards = () => page.getByRole("list", { name: "Cards" }).getByRole("listitem");

const MM = 96 / 25.4;
/** A4 without its margins, in CSS pixels. */
const SHEET = { width: 190 * MM, height: 277 * MM };
const SHEET_PIXELS = Math.ceil(SHEET.height);
const LOWEST_CARD = 55 * MM;

/** Under print media a card holds all that it says and lies within the paper's width; in the PDF it lies on one sheet. */
async function expectWholeOnPaper(): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: Math.floor(SHEET.width), height: Math.floor(SHEET.height) });
  const drawn = await cards().evaluateAll((all) =>
    all.map((card) => {
      const { left, right, top, bottom } = card.getBoundingClientRect();
      const outside = [...card.querySelectorAll("*")].filter((part) => {
        const box = part.getBoundingClientRect();
        const past = box.left < left || box.right > right || box.top < top || box.bottom > bottom;
        return box.width > 0 && past; // a place where a line may break has none
      });
      return { left, right, height: bottom - top, outside: outside.map(({ tagName }) => tagName) };
    }),
  );
  expect(drawn).toHaveLength(STUDENTS);
  expect(drawn.flatMap(({ outside }) => outside)).toEqual([]);
  expect(drawn.filter(({ left, right }) => left < 0 || right > SHEET.width)).toEqual([]);
  await expect(page.getByRole("banner")).toBeHidden();

  const sheets = sheetsOf(await page.pdf({ preferCSSPageSize: true })).map(cardsOn);
  const printed = sheets.flat();
  expect(printed).toHaveLength(STUDENTS);
  expect(printed.filter(({ height }) => height < Math.floor(LOWEST_CARD))).toEqual([]);
  expect(printed.filter(({ y, height }) => y < 0 || y + height > SHEET_PIXELS)).toEqual([]);
  // Ten on a sheet, fewer where a long name makes a row of them higher; none is left empty.
  expect(sheets.every((on) => on.length >= 2 && on.length <= 10)).toBe(true);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** What is painted on each sheet of a PDF (ISO 32000-1, 7.8.2): its content, unpacked. */
function sheetsOf(pdf: Buffer): string[] {
  const text = pdf.toString("latin1");
  const objects = new Map(
    [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([, id = "", body = ""]) => [id, body]),
  );
  return [...objects.values()]
    .filter((body) => /\/Type \/Page\b/.test(body))
    .map((body) => {
      const content = objects.get(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? "") ?? "";
      const packed = content.slice(content.indexOf("stream\n") + 7, content.lastIndexOf("\nendstream"));
      return inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
    });
}

/**
 * The grounds of cards, by their width: half of the sheet. A torn one would be two, each lower than a card is, or
 * reach past its sheet. Chromium counts y through all sheets.
 */
function cardsOn(sheet: string, index: number): { y: number; height: number }[] {
  const filled = sheet.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\nf$/gm);
  return [...filled]
    .filter(([, , , width]) => Math.abs(Number(width) - SHEET.width / 2) < 2)
    .map(([, , y, , height]) => ({ y: Number(y) - index * SHEET_PIXELS, height: Number(height) }));
}

async function expectSignsIn(
  browser: Browser,
  product: Product,
  username: string,
  password: string,
): Promise<void> {
  const { page: phone, context } = await openBrowser(browser, product, PHONE);
  await phone.goto("/c/lab"); // where the card's QR code leads
  await expect(phone.getByLabel("Class")).toHaveValue("lab");
  await phone.getByLabel("User name").fill(username);
  await phone.getByLabel("Password").fill(password);
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.getByRole("heading", { name: "Lab" })).toBeVisible();
  await context.close();
}

test("P08 P49 by keyboard: a student is found, renamed, suspended, let in, moved; another is removed", async () => {
  test.setTimeout(120_000);
  await page.getByRole("link", { name: "People", exact: true }).first().click();
  await page.getByLabel("Find a person").fill("mina");
  await expect(page.getByText("40 people")).toBeVisible();
  await choose("More for Mina Lee 1", "Rename");
  await dialog().getByLabel("Name").fill("Mina L.");
  await page.keyboard.press("Enter");
  await expect(rowOf("mina.lee.1").getByText("Mina L.", { exact: true })).toBeVisible();

  await choose("More for Mina L.", "Suspend");
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(rowOf("mina.lee.1").getByText("Suspended")).toBeVisible();
  await expectAccessible(page);
  await choose("More for Mina L.", "Let in again");
  await expect(rowOf("mina.lee.1").getByText("Suspended")).toBeHidden();

  await choose("More for Mina L.", "New password");
  await dialog().getByRole("button", { name: "Make it" }).click();
  await expect(dialog().getByRole("cell", { name: "mina.lee.1" })).toBeVisible();
  await page.keyboard.press("Escape");

  await choose("More for Mina L.", "Move to another class");
  await dialog().getByRole("button", { name: "Move to another class" }).click();
  await expect(rowOf("mina.lee.1")).toBeHidden();
  await choose("More for Mina Lee 6", "Remove from the class");
  await expect(page.getByRole("alertdialog")).toContainText("What goes");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove from the class" }).click();
  await expect(rowOf("mina.lee.6")).toBeHidden();
  await page.goto("/c/den/people");
  await expect(rowOf("mina.lee.1")).toBeVisible();
});

test("P08 a second instructor comes in by an invitation, once", async ({ browser, product }) => {
  await page.goto("/c/den/people");
  await choose("More for the whole class", "Invite an instructor");
  await expectAccessible(page);
  await dialog().getByRole("button", { name: "Make the link" }).click();
  const link = await dialog()
    .getByText(/\/invite\//)
    .innerText();
  const { page: hers, context } = await openBrowser(browser, product, { locale: "ko-KR" });
  await hers.goto(new URL(link).pathname);
  await expect(hers.getByRole("heading", { name: "Den 수업 가르치기" })).toBeVisible();
  await expectAccessible(hers);
  await hers.getByLabel("이름").fill("이네스");
  await hers.getByLabel("이메일").fill("ines@school.test");
  await hers.getByLabel("비밀번호").fill("wires and lamps");
  await hers.getByRole("button", { name: "내 계정 만들기" }).click();
  await expect(hers).toHaveURL(/\/c\/den$/);
  await hers.goto(new URL(link).pathname);
  await expect(hers.getByRole("heading", { name: "초대 없음" })).toBeVisible();
  await context.close();
  await page.keyboard.press("Escape");
  await expect(rowOf("ines@school.test").getByText("Instructor")).toBeVisible();
});

test("P42 P49 the people of a class on a phone, in Korean @phone", async ({ browser, product }) => {
  test.setTimeout(120_000);
  const ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes/lab/members", {
    name: "김하늘",
    username: "하늘",
    password: "long enough",
  });
  const { page: phone } = await openBrowser(browser, product, { ...PHONE, locale: "ko-KR" });
  await phone.goto("/c/lab/people");
  await phone.getByRole("tab", { name: "선생님" }).click();
  await phone.getByLabel("이메일").fill(TEO.email);
  await phone.getByLabel("비밀번호").fill(TEO.password);
  await phone.getByRole("button", { name: "로그인", exact: true }).click();
  await expect(phone.getByText("김하늘")).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "명단 가져오기" }).click();
  await phone.getByLabel("명단", { exact: true }).fill("이서연\n하늘, 하늘\n");
  await phone.getByRole("button", { name: "미리 보기" }).click();
  await expect(phone.getByText("계정 1개를 만듭니다. 1줄은 빠집니다.")).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
  await phone.goto("/c/lab/people/cards");
  await expect(phone.getByText("김하늘")).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
});
