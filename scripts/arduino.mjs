import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { onPath } from "./machine.mjs";
import { inProject } from "./project.mjs";
import { capture } from "./step.mjs";

const HARDWARE = "/usr/share/arduino/hardware";
const LIBRARY = "firmware/Kitroom";
const STAND_INS = "firmware/tests/stand-ins";
const KEPT = ".tmp/firmware";
const OURS = [
  "scripts/arduino.mjs",
  `${LIBRARY}/src`,
  `${LIBRARY}/extras`,
  `${LIBRARY}/library.properties`,
  STAND_INS,
];

// The core of Debian's package was written for a newer compiler than its gcc-avr: WString.cpp wants this of <float.h>.
const FLAGS = "-DDECIMAL_DIG=__DECIMAL_DIG__";

const FULL_NAMES = {
  uno: "arduino:avr:uno",
  nano: "arduino:avr:nano:cpu=atmega328",
  leonardo: "arduino:avr:leonardo",
  mega: "arduino:avr:mega:cpu=atmega2560",
};

/** The boards for which every sketch is compiled. */
export const BOARDS = Object.keys(FULL_NAMES);

/** Whether the compiler, the core and the builder of the Arduino IDE are here. */
export function canCompile() {
  return onPath("arduino-builder") && onPath("avr-g++") && existsSync(path.join(HARDWARE, "arduino/avr"));
}

/**
 * Compiles a sketch as the IDE does, or finds that it was. Answers with `flash` and `ram` in bytes and the image `hex`, or with
 * a `problem`; a warning in our own files is one.
 */
export async function compile({ sketch, board }) {
  const folder = `${KEPT}/${sketch.name}-${board}`;
  const print = await fingerprint([...OURS, sketch.folder]);
  const known = JSON.parse(await readFile(inProject(folder, "known.json"), "utf8").catch(() => "null"));
  if (known?.print === print) return { sketch, board, ...known };
  await rm(inProject(folder), { recursive: true, force: true });
  const made = await build(sketch, board, folder);
  if (!made.problem) await writeFile(inProject(folder, "known.json"), JSON.stringify({ print, ...made }));
  return { sketch, board, ...made };
}

async function build(sketch, board, folder) {
  const source = await copyOf(sketch, folder);
  const out = inProject(folder, "build");
  const { code, output } = await builder(source, board, out);
  const warnings = output.split("\n").filter((line) => /warning:/.test(line) && !line.startsWith(HARDWARE));
  if (code !== 0 || warnings.length > 0) return { problem: code === 0 ? warnings.join("\n") : output };
  const flash = Number(/Sketch uses (\d+) bytes/.exec(output)?.[1]);
  const ram = Number(/Global variables use (\d+) bytes/.exec(output)?.[1]);
  const hex = await readFile(path.join(out, `${sketch.file}.hex`), "utf8");
  await rm(out, { recursive: true });
  return { flash, ram, hex: hex.replaceAll("\r\n", "\n") };
}

/** The sketch in a folder of its own name, as the IDE wants it; with a network's `board.h` where one is asked for. */
async function copyOf(sketch, folder) {
  const copy = inProject(folder, path.parse(sketch.file).name);
  await cp(inProject(sketch.folder), copy, { recursive: true });
  if (sketch.network) {
    await cp(inProject(LIBRARY, "extras/boards", sketch.network, "board.h"), path.join(copy, "board.h"));
    await cp(inProject(STAND_INS, "secrets.h"), path.join(copy, "secrets.h"));
  }
  return path.join(copy, sketch.file);
}

async function builder(source, board, out) {
  const cores = inProject(KEPT, `core-${board}`);
  await mkdir(out, { recursive: true });
  await mkdir(cores, { recursive: true });
  return capture("arduino-builder", [
    "-compile",
    ...["-hardware", "/usr/share/arduino-builder", "-hardware", HARDWARE, "-tools", "/usr/bin"],
    ...["-libraries", inProject("firmware"), "-libraries", inProject(STAND_INS)],
    ...["-fqbn", FULL_NAMES[board], "-warnings", "all", `-prefs=compiler.cpp.extra_flags=${FLAGS}`],
    ...["-build-path", out, "-build-cache", cores],
    source,
  ]);
}
