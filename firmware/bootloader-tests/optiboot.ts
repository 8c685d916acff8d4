import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";

const OPTIBOOT = "/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex";

/** Arduino's own bootloader and the simulator are here (Debian: arduino-core-avr, libsimavr-dev). */
export const hasOptiboot = existsSync(OPTIBOOT) && existsSync("/usr/include/simavr/sim_avr.h");

/** Builds the board's program into that folder. */
export function buildOptiboot(folder: string): void {
  const source = resolve(import.meta.dirname, "board.c");
  execFileSync("gcc", ["-O2", "-Wall", "-Wextra", source, "-o", join(folder, "board"), "-lsimavr"]);
}

/** An Uno with an empty flash; its serial port is the process's input and output, and SIGUSR1 its reset line. */
export function startOptiboot(folder: string, kept: string): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(join(folder, "board"), [OPTIBOOT, kept], { stdio: ["pipe", "pipe", "inherit"] });
}
