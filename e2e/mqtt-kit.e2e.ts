import { type NetworkedUno, startUno } from "#server/acceptance/unos";
import { expect, expectAccessible, openBrowser, signIn, test } from "./lesson";
import { type Kit, openClassroom, TEO } from "./outside/clients";

test.use({ story: "mqtt kit" });

// A kit with a network: the sketch whose size is measured, on an emulated Uno, speaks MQTT to the broker itself.

/** The volts of a TMP36 at so many degrees. */
const volts = (degrees: number) => 0.5 + degrees / 100;

test("P45 P52 over MQTT: reading to value and chart, button to LED, the network pulled and put back, a command that waited", async ({
  browser,
  product,
}) => {
  test.setTimeout(120_000);
  const { teo } = await openClassroom(product);
  const made = await teo("POST", "/api/v1/classes/lab/kits", { name: "Thermometer", slug: "thermometer" });
  expect(made.status).toBe(201);
  const uno: NetworkedUno = startUno("thermometer-mqtt", product.mqttPort, made.body as Kit);
  uno.setVolts(1, volts(25));
  const { page, context } = await openBrowser(browser, product);
  try {
    await signIn(page, TEO);
    await page.goto("/c/lab/kits/thermometer");

    await test.step("a reading is on the page the moment it is published, and in its chart", async () => {
      await expect(page.getByText("Online", { exact: true }).first()).toBeVisible();
      await expect(page.getByText(/^(24\.[5-9]\d?|25(\.\d+)?)$/).first()).toBeVisible();
      uno.setVolts(1, volts(30));
      await expect(page.getByText(/^(29\.[5-9]\d?|30(\.\d+)?)$/).first()).toBeVisible();
      await expect(page.locator("svg path[data-series], svg.recharts-surface").first()).toBeVisible();
      await expectAccessible(page);
    });

    await test.step("the page's button lights the LED's pin, and the kit reports it", async () => {
      await page.getByLabel("Stream").fill("led");
      await page.getByLabel("Payload").fill("on");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect.poll(() => uno.led()).toBe(true);
      await page.getByRole("switch", { name: "led" }).click();
      await expect.poll(() => uno.led()).toBe(false);
      await expect(page.getByText("Done: the kit reports it").first()).toBeVisible();
    });

    await test.step("its network is pulled out: the last will says so; a retained command has waited", async () => {
      uno.plug(false);
      await expect(page.getByText("Offline", { exact: true }).first()).toBeVisible();
      const waiting = { topic: "lab/thermometer/set/led", payload: "on", qos: 1, retain: true };
      expect((await teo("POST", "/api/v1/classes/lab/publish", waiting)).status).toBe(200);
      uno.setVolts(1, volts(20));
      uno.plug(true);
      await expect.poll(() => uno.led()).toBe(true);
      await expect(page.getByText("Online", { exact: true }).first()).toBeVisible();
      await expect(page.getByText(/^(19\.[5-9]\d?|20(\.\d+)?)$/).first()).toBeVisible();
    });
  } finally {
    uno.stop();
    await context.close();
  }
  const kept = await teo("GET", "/api/v1/classes/lab/messages?topic=lab/thermometer/led&order=asc");
  const states = (kept.body.items as { payload: string }[]).map(({ payload }) => payload);
  // A session that lives on brings a retained command twice: it was queued, and it is the topic's last.
  expect(states.filter((state, index) => state !== states[index - 1])).toEqual(["true", "false", "true"]);
});
