import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, signIn, test } from "./lesson";
import { caller, openClassroom, TEO } from "./outside/clients";

test.use({ story: "virtual kit" });
test.describe.configure({ mode: "serial" });

test("P49 a demo class from the first page: three emulated boards are live in a minute, one switches the other", async ({
  browser,
  product,
}) => {
  test.setTimeout(120_000);
  await caller(product)("POST", "/api/v1/setup", { setupCode: product.setupCode, name: "Teo", ...TEO });
  const { page } = await openBrowser(browser, product);
  await signIn(page, TEO);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start a demo class" }).click();
  await expect(page).toHaveURL(/\/c\/demo\/virtual/);

  const lamp = page.getByRole("region", { name: "Lamp" });
  const desk = page.getByRole("region", { name: "Desk" });
  const button = page.getByRole("region", { name: "Switch" });
  const tiles = page.getByRole("region", { name: "Kits", exact: true });

  await test.step("what they say is on the class's tiles", async () => {
    for (const kit of [lamp, desk, button]) await expect(kit.getByText("Connected")).toBeVisible();
    await expect(tiles.getByText("Online", { exact: true })).toHaveCount(3);
    await expect(tiles.getByText(/^20\.\d+$|^21(\.\d+)?$/).first()).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
  });

  await test.step("a dial is turned by keyboard, and the class sees it", async () => {
    const dial = desk.getByRole("slider", { name: /Dial/ });
    await dial.focus();
    await page.keyboard.press("End");
    await expect(tiles.getByText("1,023")).toBeVisible();
    await page.keyboard.press("ArrowLeft");
    await expect(tiles.getByText("1,022")).toBeVisible();
  });

  await test.step("one kit's button lights the other one's LED", async () => {
    await expect(lamp.getByRole("img", { name: /LED on pin 13 is off/ })).toBeVisible();
    await button.getByRole("button", { name: "Press" }).click({ delay: 200 });
    await expect(lamp.getByRole("img", { name: /LED on pin 13 is on/ })).toBeVisible();
    await button.getByRole("button", { name: "Press" }).focus();
    await page.keyboard.down("Space");
    await expect(lamp.getByRole("img", { name: /LED on pin 13 is off/ })).toBeVisible();
    await page.keyboard.up("Space");
  });

  await test.step("they run on while one looks at the class and comes back", async () => {
    await page.getByRole("link", { name: "The class" }).click();
    await expect(page.getByRole("heading", { name: "Demo", level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByText("Online", { exact: true })).toHaveCount(3);
    await page.goBack();
    await expect(desk.getByRole("slider", { name: /Dial/ })).toHaveValue("1022");
  });

  await test.step("the plug is pulled, and put back", async () => {
    await lamp.getByRole("button", { name: "Pull the plug" }).click();
    await expect(tiles.getByText("Online", { exact: true })).toHaveCount(2);
    await lamp.getByRole("button", { name: "Start" }).click();
    await expect(tiles.getByText("Online", { exact: true })).toHaveCount(3);
  });
  await page.context().close();
});

test("P45 P52 a student's virtual kit: reading to value and chart, command to LED, one sent while away arrives on return", async ({
  browser,
  product,
}) => {
  test.setTimeout(120_000);
  const { teo } = await openClassroom(product);
  await teo("POST", "/api/v1/classes/lab/kits", { name: "Board", slug: "board" });
  const student = await openBrowser(browser, product, { ...PHONE, locale: "ko" });
  const { page } = await openBrowser(browser, product);
  await signIn(page, TEO);
  await page.goto("/c/lab/kits/board");
  await page.getByRole("link", { name: "No hardware? Try the virtual kit" }).click();
  await expect(page.getByRole("heading", { name: "Board as a virtual kit" })).toBeVisible();
  await expectAccessible(page);

  const readings = await page.context().newPage();
  await readings.goto("/c/lab/kits/board");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("Connected")).toBeVisible();

  await test.step("the thermometer is warmed: value and chart follow", async () => {
    const thermometer = page.getByRole("slider", { name: /Thermometer/ });
    await thermometer.fill("30");
    await expect(readings.getByText(/^(29\.[5-9]\d?|30(\.\d+)?)$/).first()).toBeVisible();
    await expect(readings.locator("svg path[data-series], svg.recharts-surface").first()).toBeVisible();
  });

  await test.step("a command lights the LED on the drawn board, and the kit reports it", async () => {
    await readings.getByLabel("Stream").fill("led");
    await readings.getByLabel("Payload").fill("on");
    await readings.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("img", { name: /LED on pin 13 is on/ })).toBeVisible();
    await readings.getByRole("switch", { name: "led" }).click();
    await expect(page.getByRole("img", { name: /LED on pin 13 is off/ })).toBeVisible();
    await expect(readings.getByText("Done: the kit reports it").first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a retained command that was sent while it was away arrives on return", async () => {
    await page.getByRole("button", { name: "Pull the plug" }).click();
    await expect(page.getByText("Offline").first()).toBeVisible();
    const sent = await teo("POST", "/api/v1/classes/lab/publish", {
      topic: "lab/board/set/led",
      payload: "on",
      qos: 1,
      retain: true,
    });
    expect(sent.status).toBe(200);
    await page.getByRole("button", { name: "Start" }).click();
    await expect(page.getByRole("img", { name: /LED on pin 13 is on/ })).toBeVisible();
  });

  await test.step("after the reset button too, as the sketch has forgotten what it was told since", async () => {
    const off = { topic: "lab/board/set/led", payload: "off", qos: 1 };
    expect((await teo("POST", "/api/v1/classes/lab/publish", off)).status).toBe(200);
    await expect(page.getByRole("img", { name: /LED on pin 13 is off/ })).toBeVisible();
    await page.getByRole("button", { name: "Reset" }).click();
    await expect(page.getByRole("img", { name: /LED on pin 13 is on/ })).toBeVisible();
  });

  await test.step("what the sketch prints is its console", async () => {
    await page.getByLabel("Sketch").selectOption({ label: "8 · The cable alone" });
    await expect(page.getByText("Hello! I am the sketch, and I speak to the console.")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("on a phone, in Korean", async () => {
    await student.context.addCookies(await page.context().cookies());
    await student.page.goto("/c/lab/kits/board/virtual");
    await expect(student.page.getByRole("heading", { name: "Board 가상 키트" })).toBeVisible();
    await expect(student.page.getByText("이 키트는 이미 연결되어 있습니다")).toBeVisible();
    await expectNoSideways(student.page);
    await expectAccessible(student.page);
  });
  await page.context().close();
  await student.context.close();
});
