import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, signIn, test } from "./lesson";
import { type Caller, caller, connectKit, type Kit, once, TEO, token } from "./outside/clients";
import type { Product } from "./outside/product";

test.use({ story: "term" });

// The end of a term: a class is put away, taken away as a file, brought back, and deleted.
test.describe.configure({ mode: "serial" });

const PAYLOADS = ["21.5", '{"t":21.5}', "=1+1", "온도, 22°", 'say "hi"\r\n'];

let page: Page;
let ask: Caller;
let lamp: Kit;
let file: string;

test.beforeAll(async ({ browser, product }) => {
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo Park", ...TEO });
  ask = caller(product, await token(product, TEO));
  await ask("POST", "/api/v1/classes", { name: "Lab" });
  await ask("POST", "/api/v1/classes/lab/members", {
    name: "Mina Lee",
    username: "mina",
    password: "warm wires",
  });
  const { body } = await ask("POST", "/api/v1/classes/lab/kits", { name: "Lamp", slug: "lamp" });
  lamp = { username: String(body.username), key: String(body.key) };
  for (const payload of PAYLOADS)
    await ask("POST", "/api/v1/classes/lab/publish", { topic: "lab/lamp/lux", payload, qos: 1 });
  page = await opened(browser, product);
});

async function opened(browser: Browser, product: Product, options = {}): Promise<Page> {
  const { context, page: own } = await openBrowser(browser, product, options);
  await context.addInitScript(() => {
    Object.assign(window, { showSaveFilePicker: undefined }); // nobody can choose a file in a test
  });
  await signIn(own, TEO);
  return own;
}

const dialog = () => page.getByRole("dialog");

async function press(name: string, on = page): Promise<void> {
  await on.getByRole("button", { name, exact: true }).click();
}

test("P15 P49 a class that is archived offers nothing that would be refused, and its kits are gone", async ({
  product,
}) => {
  const kit = await connectKit(product, lamp);
  const closed = once(kit, "close");
  await page.goto("/c/lab/settings");
  await press("Archive the class");
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive the class" }).click();
  await expect(page.getByText("This class is archived since")).toBeVisible();
  await closed;
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  for (const [place, heading] of [
    ["/c/lab", "Lab"],
    ["/c/lab/people", "People"],
    ["/c/lab/kits/lamp", "Lamp"],
    ["/c/lab/cards", "Kit cards"],
    ["/c/lab/topics", "Topics"],
    ["/c/lab/topics/lamp/lux", "lux"],
    ["/c/lab/activity", "Activity"],
  ] as const) {
    await page.goto(place);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page.getByRole("button", { name: CHANGES })).toHaveCount(0);
    await expect(page.getByRole("switch")).toHaveCount(0);
    await expectAccessible(page);
  }
});

/** What would be refused. */
const CHANGES =
  /^(Rename|Remove|Delete|Add|Edit|New key|Renew|Send|Publish|Invite|Import|Suspend|For .+|Share)/;

test("P49 the whole class is saved as one file", async () => {
  await page.goto("/c/lab/settings");
  await press("Export the class");
  await expect(dialog().getByText("Passwords, kit keys and codes are not in it.")).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog().getByRole("button", { name: "Save" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lab-\d{4}-\d\d-\d\d\.zip$/);
  file = await download.path();
  expect((await readFile(file)).subarray(0, 2).toString()).toBe("PK");
  await expect(dialog().getByText("Saved, ")).toBeVisible();
  await expectAccessible(page);
  await dialog().getByRole("button", { name: "Close" }).last().click();
});

test("P49 a file that is none is refused in words, and a class comes back out of its own", async () => {
  await page.goto("/");
  await press("Restore a class");
  await expectAccessible(page);
  await dialog().getByRole("button", { name: "Restore" }).click();
  await expect(dialog().getByText("Choose the file of an export.")).toBeVisible();
  const notes = { name: "notes.zip", mimeType: "application/zip", buffer: Buffer.from("Dear diary") };
  await dialog().getByLabel("File").setInputFiles(notes);
  await dialog().getByRole("button", { name: "Restore" }).click();
  await expect(dialog().getByRole("alert")).toContainText("No class could be made of this file");
  await expectAccessible(page);
  await dialog().getByRole("button", { name: "Choose another file" }).click();
  await dialog().getByLabel("File").setInputFiles(file);
  await dialog().getByRole("button", { name: "Restore" }).click();
  await expect(dialog().getByText("Lab is here again, under the short name lab-2.")).toBeVisible();
  for (const has of ["2 people", "1 kit, with a new key", "1 topic", `${PAYLOADS.length} messages`])
    await expect(dialog().getByText(has, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await dialog().getByRole("link", { name: "Go to the class" }).click();
  await expect(page).toHaveURL(/\/c\/lab-2$/);
  const messages = async (slug: string) => {
    const { body } = await ask("GET", `/api/v1/classes/${slug}/messages?order=asc`);
    return (body.items as { payload: string; at: number; qos: number }[]).map(({ payload, at, qos }) => [
      payload,
      at,
      qos,
    ]);
  };
  expect(await messages("lab-2")).toEqual(await messages("lab"));
  expect((await messages("lab-2")).map(([payload]) => payload)).toEqual(PAYLOADS);
});

test("P49 a restore that is cancelled makes nothing", async () => {
  await page.goto("/");
  const upload = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1000 };
  await upload.send("Network.emulateNetworkConditions", slow);
  await press("Restore a class");
  const large = { name: "large.zip", mimeType: "application/zip", buffer: Buffer.alloc(2 ** 20) };
  await dialog().getByLabel("File").setInputFiles(large);
  await dialog().getByRole("button", { name: "Restore" }).click();
  await expect(dialog().getByRole("progressbar")).toBeVisible();
  await expectAccessible(page);
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(dialog().getByText("Cancelled. No class was made.")).toBeVisible();
  await upload.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
  const { body } = await ask("GET", "/api/v1/classes");
  expect((body.items as { slug: string }[]).map(({ slug }) => slug)).toEqual(["lab", "lab-2"]);
  await dialog().getByRole("button", { name: "Close" }).first().click();
});

test("P49 a class is deleted, after it is said what goes and its name is typed", async () => {
  await page.goto("/c/lab/settings");
  await press("Delete the class");
  const list = dialog().getByRole("list", { name: "What goes" });
  for (const goes of [
    "1 kit, with its key",
    "Lamp",
    "1 topic",
    `${PAYLOADS.length} messages,`,
    "1 account",
    "Mina Lee",
  ])
    await expect(list.getByText(goes).first()).toBeVisible();
  await expectAccessible(page);
  await dialog().getByLabel("Type lab to delete it").fill("lab-2");
  await dialog().getByRole("button", { name: "Delete the class" }).click();
  await expect(dialog().getByText("Not the short name of this class: lab.")).toBeVisible();
  await dialog().getByLabel("Type lab to delete it").fill("lab");
  await dialog().getByRole("button", { name: "Delete the class" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("heading", { name: "Your classes" })).toBeVisible();
  await expect(page.getByText("lab", { exact: true })).toHaveCount(0);
  expect((await ask("GET", "/api/v1/classes/lab")).status).toBe(404);
});

test("P49 on a phone and in Korean: restored, archived, exported and deleted", async ({
  browser,
  product,
}) => {
  const phone = await opened(browser, product, PHONE);
  await phone.goto("/");
  await phone.getByRole("button", { name: "Restore a class" }).click();
  await phone.getByRole("dialog").getByLabel("File").setInputFiles(file);
  await phone.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect(phone.getByText("Lab is here again")).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
  await phone.getByRole("link", { name: "Go to the class" }).click();
  await expect(phone).toHaveURL(/\/c\/lab$/);
  await phone.context().addCookies([{ name: "kitroom-locale", value: "ko", url: product.url }]);
  await phone.goto("/c/lab/settings");
  await phone.getByRole("button", { name: "수업 보관하기" }).click();
  await phone.getByRole("alertdialog").getByRole("button", { name: "수업 보관하기" }).click();
  await expect(phone.getByRole("button", { name: "수업 다시 열기" })).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "수업 내보내기" }).click();
  const [download] = await Promise.all([
    phone.waitForEvent("download"),
    phone.getByRole("dialog").getByRole("button", { name: "저장" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lab-.*\.zip$/);
  await phone.keyboard.press("Escape");
  await phone.getByRole("button", { name: "수업 삭제하기" }).click();
  await expect(phone.getByText("Mina Lee")).toBeVisible();
  await expectNoSideways(phone);
  await expectAccessible(phone);
  await phone.getByLabel("삭제하려면 lab 입력").fill("lab");
  await phone.getByRole("button", { name: "수업 삭제", exact: true }).click();
  await expect(phone).toHaveURL(/\/$/);
});
