import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { fingerprint, readStamp, writeStamp } from "./fingerprint.mjs";
import { onPath } from "./machine.mjs";
import { inProject } from "./project.mjs";
import { capture, step } from "./step.mjs";
import { nothing, oneOf } from "./tally.mjs";

const SOURCES = ["firmware/Kitroom/src", "firmware/host-tests"];
const KEPT = ".tmp/host-tests";
const PROGRAM = `${KEPT}/host-tests`;
const FLAGS = ["-std=c++11", "-O1", "-g1", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"];
const AT_ONCE = 2;

/** Whether there is a compiler for this machine. */
export function canTestOnHost() {
  return onPath("g++");
}

/** The library's core on this machine's own processor, under the sanitizers; answers with what its tests count. */
export async function runHostTests() {
  try {
    await step("Compiling the library's host tests", compileWhatIsStale);
    return await step("Host tests", run);
  } catch (error) {
    console.error(error.message);
    return oneOf(false);
  }
}

async function run() {
  const { code, output } = await capture(inProject(PROGRAM), []);
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  if (code !== 0 || !counts) throw new Error(output.replace(/^passed: .*\n/gm, ""));
  return { ...nothing, passed: Number(counts[1]), failed: Number(counts[2]) };
}

async function compileWhatIsStale() {
  const print = await fingerprint([...SOURCES, "scripts/host-tests.mjs"]);
  if ((await readStamp(`${KEPT}/stamp`)) === print) return;
  await mkdir(inProject(KEPT), { recursive: true });
  const sources = (await Promise.all(SOURCES.map(sourcesIn))).flat();
  const objects = sources.map((source) => `${KEPT}/${path.basename(source)}.o`);
  let next = 0;
  const worker = async () => {
    while (next < sources.length) {
      const index = next++;
      await compiler([...SOURCES.map((folder) => `-I${folder}`), "-c", sources[index], "-o", objects[index]]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await compiler([...objects, "-o", PROGRAM]);
  await writeStamp(`${KEPT}/stamp`, print);
}

async function sourcesIn(folder) {
  const names = (await readdir(inProject(folder))).sort().filter((name) => name.endsWith(".cpp"));
  return names.map((name) => `${folder}/${name}`);
}

async function compiler(args) {
  const { code, output } = await capture("g++", [...FLAGS, ...args]);
  if (code !== 0) throw new Error(output);
}
