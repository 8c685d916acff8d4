import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CLOCK_HZ, runPaced, runUntil } from "./index";
import { PROBE_HEX, startProbe } from "./testing/probe";

const hasCompiler = spawnSync("avr-gcc", ["--version"]).status === 0;

describe("an emulated Uno", () => {
  test("takes bytes at its UART and answers", () => {
    const { uno, seen, say } = startProbe();
    say("xyz");
    runUntil(uno, () => seen.said === "xyz");
    expect(uno.overruns).toBe(0);
  });

  test("switches its LED, and the reset button puts it out", () => {
    const { uno, seen, say } = startProbe();
    say("LlL");
    runUntil(uno, () => seen.led.length === 3);
    expect([seen.led, uno.isHigh(13)]).toEqual([[true, false, true], true]);
    uno.reset();
    expect([seen.led.at(-1), uno.isHigh(13)]).toEqual([false, false]);
    expect(seen.said).toBe("");
    runUntil(uno, () => seen.said === "!\n");
  });

  test("reads a button and volts, after a reset too", () => {
    const { uno, seen, say, line } = startProbe();
    uno.drive(2, true);
    say("b");
    expect(line()).toBe("b1");
    uno.drive(2, false);
    say("b");
    expect(line()).toBe("b0");
    for (const [volts, reading] of [
      [0, "a0"],
      [0.75, "a153"],
      [5, "a1023"],
    ] as const) {
      uno.setVolts(1, volts);
      say("1");
      expect(line()).toBe(reading);
    }
    uno.reset();
    runUntil(uno, () => seen.said === "!\n");
    seen.said = "";
    say("b");
    expect(line()).toBe("b0");
    say("1");
    expect(line()).toBe("a1023");
  });

  test("keeps its EEPROM over a reset, and no other Uno's", () => {
    const one = startProbe();
    one.say("e");
    expect(one.line()).toBe("e0");
    one.uno.reset();
    one.say("e");
    one.line();
    one.say("e");
    expect(one.line()).toBe("e1");
    const other = startProbe();
    other.say("e");
    expect(other.line()).toBe("e0");
  });

  test("sleeps through time, not over it: a thousand of its milliseconds are a second", () => {
    const { uno, say, line } = startProbe();
    uno.run(10 * CLOCK_HZ);
    say("t");
    const before = Number(line().slice(1));
    const at = uno.cycles;
    uno.run(60 * CLOCK_HZ);
    expect(uno.cycles - at - 60 * CLOCK_HZ).toBeLessThan(10);
    say("t");
    expect(Number(line().slice(1)) - before).toBeGreaterThanOrEqual(60_000);
  });

  test("wakes for a byte in the middle of its sleep", () => {
    const { uno, seen, say } = startProbe();
    const at = uno.cycles;
    say("x");
    while (seen.said === "") uno.run(100);
    // One byte at 115,200 baud takes 1,360 cycles, the timer's next tick up to 16,000.
    expect(uno.cycles - at).toBeLessThan(3000);
  });

  test("loses what a deaf sketch does not fetch, but for the two bytes of the FIFO, and counts it", () => {
    const { uno, seen, say } = startProbe();
    say("d");
    uno.run(3000);
    const letters = "ACDEFGHIJKMNOPQRSTUVWXYZ";
    say(letters);
    runUntil(uno, () => seen.said.endsWith("Z"));
    expect(seen.said.slice(0, 2)).toBe("AC");
    expect(seen.said.length + uno.overruns).toBe(letters.length);
    expect(uno.overruns).toBeGreaterThan(10);
  });

  test("gets nothing any more of what was on its way when the plug was pulled", () => {
    const { uno, seen, say } = startProbe();
    say("ACDEFG");
    while (seen.said === "") uno.run(100);
    uno.dropIncoming();
    say("Z");
    runUntil(uno, () => seen.said.endsWith("Z"));
    expect(seen.said).toMatch(/^AC?D?Z$/);
    expect(uno.overruns).toBe(0);
  });

  test("speaks on after its UART was set up again", () => {
    const { seen, say, uno } = startProbe();
    say("sxy");
    runUntil(uno, () => seen.said === "xy");
  });

  test("loses nothing while it speaks and listens at once", () => {
    const { uno, seen, say } = startProbe();
    let sent = "";
    for (let round = 0; round < 400; round++) {
      const text = "ghijkmnopq".slice(0, 1 + (round % 10));
      say(text);
      sent += text;
      runUntil(uno, () => seen.said.length === sent.length);
    }
    expect([seen.said, uno.overruns]).toEqual([sent, 0]);
  });

  test.skipIf(!hasCompiler)("runs what probe.c says", () => {
    const folder = mkdtempSync(join(tmpdir(), "kitroom-probe-"));
    const elf = join(folder, "probe.elf");
    const hex = join(folder, "probe.hex");
    const flags = "-mmcu=atmega328p -DF_CPU=16000000UL -Os -std=gnu11 -Wall -Wextra -Werror".split(" ");
    execFileSync("avr-gcc", [...flags, join(import.meta.dirname, "testing/probe.c"), "-o", elf]);
    execFileSync("avr-objcopy", ["-O", "ihex", "-R", ".eeprom", elf, hex]);
    expect(lines(hex)).toEqual(lines(PROBE_HEX));
    rmSync(folder, { recursive: true });
  });
});

/** Whatever line ends a tool or a checkout gave it. */
const lines = (hex: string) => readFileSync(hex, "latin1").trim().split(/\r?\n/);

describe("paced", () => {
  afterEach(() => void vi.useRealTimers());

  test("runs by the clock, lets go of time in which it was held still, and stops", () => {
    vi.useFakeTimers();
    let clock = 0;
    const { uno } = startProbe();
    const start = uno.cycles;
    const ranMs = () => Math.round((uno.cycles - start) / (CLOCK_HZ / 1000));
    const pass = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 4) {
        clock += 4;
        vi.advanceTimersByTime(4);
      }
    };
    const paced = runPaced(uno, { now: () => clock });
    pass(1000);
    expect(ranMs()).toBe(1000);
    clock += 60_000;
    vi.advanceTimersByTime(4);
    expect(ranMs()).toBe(1100);
    paced.stop();
    pass(1000);
    expect(ranMs()).toBe(1100);
  });
});
