// `npm test`: installs what the tests need, then runs everything; the last line is `N passed, N failed, N skipped`.
// `npm test -- --only types,unit` runs some steps only.
import { rm } from "node:fs/promises";
import { runFirmware } from "./firmware.mjs";
import { equip } from "./machine.mjs";
import { buildWhatIsStale, prepare, runScript } from "./prepare.mjs";
import { inProject, tools } from "./project.mjs";
import { openly, quietly, seconds, step } from "./step.mjs";
import { add, nothing, oneOf, playwrightCount, vitestCount } from "./tally.mjs";

const VITEST_REPORT = ".tmp/vitest.json";
const PLAYWRIGHT_REPORT = ".tmp/playwright.json"; // its name is in playwright.config.ts as well

const node = (...args) => quietly(process.execPath, args);

/** Each step answers with what it counts; the order is that of the run. */
const STEPS = {
  style: () =>
    checked("Format and lint", () =>
      node(tools.biome, "check", "--colors=off", "--max-diagnostics=100", "."),
    ),
  types: () =>
    checked("Types", async () => {
      await node(tools.next, "typegen");
      await node(tools.tsc, "--noEmit");
    }),
  unit: () => watched("Unit and integration tests", runVitest),
  firmware: () =>
    watched("Firmware: library, examples, images, host tests", () => runFirmware({ write: false })),
  drift: () => checked("Migrations make the schema", () => node(tools.tsx, "scripts/migration.ts", "check")),
  build: () => watched("Build", runBuild),
  e2e: () => watched("End to end, in Chromium", runPlaywright),
};

async function runBuild() {
  try {
    await buildWhatIsStale();
    return oneOf(true);
  } catch (error) {
    console.error(error.message);
    return oneOf(false);
  }
}

async function runVitest() {
  await rm(inProject(VITEST_REPORT), { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  return vitestCount(VITEST_REPORT, await openly(process.execPath, [tools.vitest, "run", ...reporters]));
}

async function runPlaywright() {
  await rm(inProject(PLAYWRIGHT_REPORT), { force: true });
  return playwrightCount(PLAYWRIGHT_REPORT, await openly(process.execPath, [tools.playwright, "test"]));
}

/** A step that counts as one: what it said is shown when it fails. */
async function checked(title, work) {
  try {
    await step(title, work);
    return oneOf(true);
  } catch (error) {
    console.error(error.message);
    return oneOf(false);
  }
}

/** A step that shows its own progress. */
async function watched(title, work) {
  const started = Date.now();
  console.log(`… ${title}`);
  const count = await work();
  console.log(`${count.failed === 0 ? "✔" : "✘"} ${title} (${seconds(started)})`);
  return count;
}

/** All steps, or those after `--only`; the pages cannot be tried without a build. */
function chosenSteps([option, list]) {
  if (option === undefined) return Object.keys(STEPS);
  const wanted = (list ?? "").split(",");
  const unknown = wanted.filter((name) => !(name in STEPS));
  if (option !== "--only" || unknown.length > 0) {
    throw new Error(`usage: npm test -- --only ${Object.keys(STEPS).join(",")}`);
  }
  if (wanted.includes("e2e")) wanted.push("build");
  return Object.keys(STEPS).filter((name) => wanted.includes(name));
}

/** The tests say what they need; a developer's own settings would point them at a real database or broker. */
function forgetSettings() {
  const ours =
    /^(PORT|HOST|DATA_DIR|DATABASE_URL|AUTH_SECRET|PUBLIC_URL|HISTORY_DAYS|SUMMARY_DAYS|LOG_LEVEL|METRICS_TOKEN|NODE_ENV)$/;
  for (const name of Object.keys(process.env)) {
    if (ours.test(name) || /^(MQTTS?_|TLS_|BROKER_|NEXTAUTH_)/.test(name)) delete process.env[name];
  }
}

await runScript(async () => {
  const names = chosenSteps(process.argv.slice(2));
  forgetSettings();
  await prepare({ all: true });
  await equip();
  let total = nothing;
  for (const name of names) total = add(total, await STEPS[name]());
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
});
