import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { capture, quietly, step } from "./step.mjs";

/** What the tests need of the system, as Debian's packages, and how to see that it is there. */
const NEEDS = [
  { name: "chromium", isThere: () => onPath("chromium") },
  { name: "mosquitto", isThere: () => onPath("mosquitto") },
  { name: "mosquitto-clients", isThere: () => onPath("mosquitto_pub") && onPath("mosquitto_sub") },
  {
    name: "fonts-noto-cjk",
    isThere: async () => (await capture("fc-list", [":lang=ko"])).output.includes("Noto"),
  },
  { name: "g++", isThere: () => onPath("g++") || onPath("c++") },
  { name: "make", isThere: () => onPath("make") },
  { name: "gcc-avr", isThere: () => onPath("avr-g++") },
  { name: "avr-libc", isThere: () => existsSync("/usr/lib/avr/include/avr/io.h") },
  { name: "arduino-core-avr", isThere: () => existsSync("/usr/share/arduino/hardware/arduino/avr") },
  { name: "arduino-builder", isThere: () => onPath("arduino-builder") },
  { name: "simavr", isThere: () => onPath("simavr") },
  { name: "libsimavr-dev", isThere: () => existsSync("/usr/include/simavr/sim_avr.h") },
  { name: "avrdude", isThere: () => onPath("avrdude") },
];

/** Installs what is missing where that is ours to do (Debian, as root); elsewhere says in one line what to install. */
export async function equip() {
  const missing = [];
  for (const { name, isThere } of NEEDS) if (!(await isThere())) missing.push(name);
  if (missing.length === 0) return;
  if (!(await isDebianAsRoot())) {
    console.log(
      `! The tests need ${missing.join(", ")}: install them (Chromium also by: npx playwright install chromium).`,
    );
    return;
  }
  // A failure is told and is no end: what the tests then lack, they say themselves.
  await step(`Installing ${missing.join(", ")}`, () => aptInstall(missing)).catch((error) =>
    console.error(error.message),
  );
}

async function aptInstall(packages) {
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  await quietly("apt-get", ["update", "-q"], quiet);
  await quietly("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], quiet);
  if (packages.includes("mosquitto")) await stopService("mosquitto");
}

/** Debian starts what it installs; a broker on port 1883 that nobody asked for would stand in the product's way. */
async function stopService(name) {
  const [file, ...args] = existsSync("/run/systemd/system")
    ? ["systemctl", "stop", name]
    : ["service", name, "stop"];
  await capture(file, args);
}

async function isDebianAsRoot() {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return process.getuid?.() === 0 && /^ID=debian$/m.test(release);
}

/** Whether a program of this name can be started. */
export function onPath(program) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"];
  return folders.some((folder) => existsSync(path.join(folder, program)));
}
