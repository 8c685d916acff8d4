import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildOptiboot, hasOptiboot, startOptiboot } from "../firmware/bootloader-tests/optiboot";
import { type Cable, cableBoard } from "./fake-serial";
import { expect, expectAccessible, openBrowser, signIn, test } from "./lesson";
import { openClassroom, TEO } from "./outside/clients";

test.use({ story: "flash" });
test.skip(!hasOptiboot, "needs Debian's arduino-core-avr and libsimavr-dev");

// A new Uno, as from its box: Arduino's own bootloader in simavr and nothing else, on a cable to the kit's page.

test("P52 a lesson is put on the board by the page: pulled out half-way it says so; the next time it runs and is online", async ({
  browser,
  product,
}) => {
  test.setTimeout(150_000);
  const { teo } = await openClassroom(product);
  await teo("POST", "/api/v1/classes/lab/kits", { name: "Board", slug: "board" });
  const folder = mkdtempSync(join(tmpdir(), "kitroom-flash-"));
  buildOptiboot(folder);
  const board = startOptiboot(folder, join(folder, "flash.bin"));
  const { page, context } = await openBrowser(browser, product);
  const cable: Cable = await cableBoard(page, {
    send: (bytes) => board.stdin.write(bytes),
    reset: () => board.kill("SIGUSR1"),
  });
  board.stdout.on("data", (bytes: Buffer) => cable.give([...bytes]));
  try {
    await signIn(page, TEO);
    await page.goto("/c/lab/kits/board");
    await page.getByRole("tab", { name: "USB cable" }).click();
    const panel = page.getByRole("tabpanel", { name: "USB cable" });
    await panel.getByText("Put a lesson on the board from this page").click();
    await panel.getByRole("combobox").selectOption({ label: "3 · Reading and command" });
    const action = panel.getByRole("button", { name: "Put it on the board" });
    const progress = panel.getByRole("progressbar");
    await expectAccessible(page);

    await test.step("the cable is pulled out half-way", async () => {
      await action.focus();
      await page.keyboard.press("Enter");
      await expect.poll(async () => Number(await progress.getAttribute("value"))).toBeGreaterThan(0.1);
      await cable.unplug(page);
      await expect(panel.getByText("The board does not answer")).toBeVisible();
      await expectAccessible(page);
    });

    await test.step("put back, it is written, read back, started and connected", async () => {
      await cable.plug(page);
      await action.click();
      await expect(progress).toBeVisible();
      await expect(page.getByText(/^Online/).first()).toBeVisible({ timeout: 80_000 });
    });

    await test.step("the lesson on it says a reading, which is shown and kept", async () => {
      await expect(page.getByRole("status", { name: "temperature" })).toHaveText("-50"); // 0 V: nothing hangs on A1
      const stored = async () => {
        const { body } = await teo("GET", "/api/v1/classes/lab/messages?topic=lab/board/%2B");
        return (body.items as { topic: string }[]).map(({ topic }) => topic);
      };
      await expect.poll(stored).toContain("lab/board/temperature");
    });
  } finally {
    cable.stop();
    board.kill("SIGKILL");
    rmSync(folder, { recursive: true });
    await context.close();
  }
});
