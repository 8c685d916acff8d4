import { expect, expectAccessible, expectNoSideways, openBrowser, PHONE, test } from "./lesson";
import { connectKit, type Kit, listen } from "./outside/clients";

test.use({ story: "first lesson" });

// The first five minutes of an instructor and a student, with a real kit at the end of them.
test.describe.configure({ mode: "serial" });

const TEO = { name: "Teo Park", email: "teo@school.test", password: "quiet lamps glow" };
const MINA = { username: "mina", name: "Mina Lee", password: "warm wires hum" };

test("P01 P07 P42 P49 set up, a class, a student by code on a phone, a kit, readings, a command, a cut connection", async ({
  browser,
  product,
}) => {
  test.setTimeout(180_000);
  const teo = await openBrowser(browser, product);
  const mina = await openBrowser(browser, product, PHONE);

  await test.step("the instructor sets up", async () => {
    const { page } = teo;
    await page.goto("/");
    await expect(page).toHaveURL(/\/setup$/);
    await expectAccessible(page);
    await page.getByLabel("Setup code").fill("WRONG-CODE-HERE");
    await page.getByLabel("Your name").fill(TEO.name);
    await page.getByLabel("E-mail").fill(TEO.email);
    await page.getByLabel("Password").fill(TEO.password);
    await page.getByRole("button", { name: "Set up Kitroom" }).click();
    await expect(page.getByText("This is not the setup code")).toBeVisible();
    await page.getByLabel("Setup code").fill(product.setupCode);
    await page.getByRole("button", { name: "Set up Kitroom" }).click();
    await expect(page.getByRole("heading", { name: "Your classes" })).toBeVisible();
    await expectAccessible(page);
  });

  const code = await test.step("and makes a class, which shows its join code", async () => {
    const { page } = teo;
    await page.getByRole("button", { name: "New class" }).first().click();
    await page.getByLabel("Name of the class").fill("Physics 7b");
    await page.getByRole("button", { name: "Make the class" }).click();
    await expect(page).toHaveURL(/\/c\/physics-7b$/);
    await expect(page.getByRole("heading", { name: "Physics 7b" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Show to the class" }).click();
    const wall = page.getByRole("dialog");
    await expect(wall.getByRole("img", { name: /QR code/ })).toBeVisible();
    await page.keyboard.press("Escape");
    const shown = /\b[2-9A-HJKMNP-Z]{6}\b/.exec(await page.getByRole("main").innerText());
    expect(shown).not.toBeNull();
    return shown?.[0] ?? "";
  });

  await test.step("a student joins by the code, on a phone", async () => {
    const { page } = mina;
    await page.goto("/join");
    await page.getByLabel("Join code").fill(code.toLowerCase());
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByRole("heading", { name: "Join Physics 7b" })).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
    await page.getByLabel("Your name").fill(MINA.name);
    await page.getByLabel("User name").fill(MINA.username);
    await page.getByLabel("Password").fill(MINA.password);
    await page.getByRole("button", { name: "Join the class" }).click();
    await expect(page).toHaveURL(/\/c\/physics-7b$/);
    await expect(
      teo.page.getByText(MINA.name).first(),
      "the instructor's page shows her without a reload",
    ).toBeVisible();
  });

  const kit =
    await test.step("registers a kit, whose page waits with its real values", async (): Promise<Kit> => {
      const { page } = mina;
      await page.getByRole("button", { name: "Add a kit" }).first().click();
      await page.getByLabel("Name of the kit").fill("Lamp");
      await page.getByRole("button", { name: "Add the kit" }).click();
      await expect(page).toHaveURL(/\/kits\/lamp$/);
      await expect(page.getByRole("heading", { name: "Waiting for the first message" })).toBeVisible();
      await expectAccessible(page);
      await expectNoSideways(page);
      const line = await page
        .getByText(/mosquitto_pub/)
        .first()
        .innerText();
      const [, username, key] = /-u '?([^' ]+)'?[\s\\]+-P '?([^' ]+)'?/.exec(line) ?? [];
      expect(username, line).toBe("physics-7b.lamp");
      expect(line).toContain(`-p ${product.mqttPort}`);
      await expect(
        teo.page.getByRole("link", { name: /Lamp/ }).first(),
        "the instructor sees the kit",
      ).toBeVisible();
      return { username: username ?? "", key: key ?? "" };
    });

  const client = await connectKit(product, kit, { reconnectPeriod: 200 });
  const commands = await listen(client, "physics-7b/lamp/set/#", 1);

  await test.step("the kit publishes: value and chart appear without a reload", async () => {
    const { page } = mina;
    await expect(page.getByText("Online").first()).toBeVisible();
    await client.publishAsync("physics-7b/lamp/light", "21.5", { qos: 1 });
    await expect(page.getByText("21.5").first()).toBeVisible();
    for (const value of ["22", "23.25", "19"])
      await client.publishAsync("physics-7b/lamp/light", value, { qos: 1 });
    await expect(page.getByText("19", { exact: true }).first()).toBeVisible();
    await expect(page.locator("svg path[data-series], svg.recharts-surface").first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Waiting for the first message" })).toHaveCount(0);
    await expectAccessible(page);
    await expectNoSideways(page);
    await expect(
      teo.page.getByText("19", { exact: true }).first(),
      "the instructor's tile is live too",
    ).toBeVisible();
  });

  await test.step("a command from the page reaches the kit, and is done when the kit reports it back", async () => {
    const { page } = mina;
    await page.getByLabel("Stream").fill("led");
    await page.getByLabel("Payload").fill("on");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect
      .poll(() => commands.map(({ topic, payload }) => `${topic} ${payload.toString()}`))
      .toEqual(["physics-7b/lamp/set/led on"]);
    await expect(page.getByText("Acknowledged by the broker")).toBeVisible();
    await page.getByRole("switch", { name: "led" }).click();
    await expect.poll(() => commands.at(-1)?.payload.toString()).toBe("off");
    await client.publishAsync("physics-7b/lamp/led", "off", { qos: 1 });
    await expect(page.getByText("Done: the kit reports it")).toBeVisible();
  });

  await test.step("the connection is cut: the page says so, keeps what it shows, and comes back by itself", async () => {
    const { page } = mina;
    await product.kill();
    await expect(page.getByText(/No connection since/)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText("19", { exact: true }).first()).toBeVisible();
    await product.restart();
    await expect(page.getByText(/No connection since/)).toHaveCount(0, { timeout: 30_000 });
    await expect.poll(() => client.connected, { timeout: 20_000 }).toBe(true);
    await client.publishAsync("physics-7b/lamp/light", "42.125", { qos: 1 });
    await expect(page.getByText("42.125").first()).toBeVisible();
  });

  await test.step("one topic's page has the value, the chart and the messages", async () => {
    const { page } = mina;
    await page.goto("/c/physics-7b/topics/lamp/light");
    await expect(page.getByText("42.125").first()).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
  });

  await test.step("signing out ends it", async () => {
    const { page } = mina;
    await page.getByRole("button", { name: /Account of Mina/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/sign-in/);
    await page.goto("/c/physics-7b");
    await expect(page).toHaveURL(/sign-in/);
    await page.getByLabel("Class").fill("physics-7b");
    await page.getByLabel("User name").fill(MINA.username);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText(/is not right/)).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Password").fill(MINA.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/c\/physics-7b$/);
  });

  await client.endAsync();
  await teo.context.close();
  await mina.context.close();
});

test("every page in Korean, by its own menu, with nothing left in English on the buttons", async ({
  browser,
  product,
}) => {
  const { page, context } = await openBrowser(browser, product, { locale: "ko-KR" });
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.getByRole("tab").or(page.getByRole("radio")).last().click();
  await page.getByRole("textbox").first().fill(TEO.email);
  await page.locator("input[type=password]").fill(TEO.password);
  await page.locator("input[type=password]").press("Enter");
  await expect(page).toHaveURL(/\/(c\/physics-7b)?$/);
  for (const path of [
    "/",
    "/c/physics-7b",
    "/c/physics-7b/kits/lamp",
    "/c/physics-7b/topics",
    "/c/physics-7b/topics/lamp/light",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const buttons = await page.getByRole("main").getByRole("button").allInnerTexts();
    const english = buttons.filter(
      (text) => /[a-z]{4,}/i.test(text) && !/[가-힣]/.test(text) && !/json|text|hex/i.test(text),
    );
    expect(english, path).toEqual([]);
    await expectAccessible(page);
  }
  await context.close();
});
