// `npm run firmware`: compiles the Arduino library with every example for each board, compares the images with what it
// compiled, runs the host tests, and ends with the sizes. `npm run firmware -- --write` renews images and documented sizes.
import { readdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { BOARDS, canCompile, compile } from "./arduino.mjs";
import { checkImages, checkSizes, checkTabs } from "./firmware-checks.mjs";
import { canTestOnHost, runHostTests } from "./host-tests.mjs";
import { runScript } from "./prepare.mjs";
import { inProject } from "./project.mjs";
import { step } from "./step.mjs";
import { add, nothing, oneOf } from "./tally.mjs";

const EXAMPLES = "firmware/Kitroom/examples";
const AT_ONCE = 2;
const skipped = { ...nothing, skipped: 1 };

/** Does all of it and answers with what it counts: a sketch on a board, a host test and a comparison are one each. */
export async function runFirmware({ write }) {
  return add(await hostTests(), await sketches(write));
}

async function hostTests() {
  if (canTestOnHost()) return runHostTests();
  console.log("! Skipped the library's host tests: they need g++.");
  return skipped;
}

async function sketches(write) {
  if (!canCompile()) {
    console.log("! Skipped the sketches: they need gcc-avr, avr-libc, arduino-core-avr and arduino-builder.");
    return skipped;
  }
  const jobs = await allJobs();
  const built = await step(`Compiling ${jobs.length} sketches`, () => inTurns(jobs, compile));
  let total = nothing;
  for (const { sketch, board, problem } of built) {
    total = add(total, oneOf(!problem));
    if (problem) console.error(`${sketch.name} for ${board}:\n${problem}`);
  }
  if (total.failed > 0) return total;
  const checks = [
    await checkTabs(await sketchesIn(EXAMPLES)),
    await checkImages(built, write),
    await checkSizes(built, write),
  ];
  for (const problems of checks) {
    total = add(total, oneOf(problems.length === 0));
    for (const problem of problems) console.error(problem);
  }
  for (const { sketch, board, flash, ram } of built) {
    console.log(`${sketch.name} ${board} flash=${flash} ram=${ram}`);
  }
  return total;
}

/** Every sketch for every board, and the third lesson with each other board's `board.h`, over stand-ins of its network. */
async function allJobs() {
  const examples = await sketchesIn(EXAMPLES);
  const tests = await sketchesIn("firmware/tests");
  const jobs = [...examples, ...tests].flatMap((sketch) => BOARDS.map((board) => ({ sketch, board })));
  const both = examples.find((example) => example.name === "03-both");
  for (const network of await readdir(inProject("firmware/Kitroom/extras/boards"))) {
    if (network === "uno-serial") continue;
    jobs.push({ sketch: { ...both, name: `${both.name}-${network}`, network }, board: "uno" });
  }
  return jobs;
}

async function sketchesIn(folder) {
  const names = (await readdir(inProject(folder))).sort().filter((name) => name !== "stand-ins");
  return names.map((name) => ({ name, file: `${name}.ino`, folder: `${folder}/${name}` }));
}

/** What `work` makes of each job, in the order of the jobs. */
async function inTurns(jobs, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const index = next++;
      results[index] = await work(jobs[index]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runScript(async () => {
    const [option, ...more] = process.argv.slice(2);
    if ((option !== undefined && option !== "--write") || more.length > 0) {
      throw new Error("usage: npm run firmware [-- --write]");
    }
    const { passed, failed, skipped } = await runFirmware({ write: option === "--write" });
    if (failed > 0) process.exitCode = 1;
    if (failed + skipped > 0) console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  });
}
