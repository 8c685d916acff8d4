import { build, generate, isBuilt, isGenerated } from "./build.mjs";
import { install, isInstalled, requireNode } from "./install.mjs";
import { alone } from "./lock.mjs";
import { endWithParent } from "./parent.mjs";
import { root } from "./project.mjs";
import { StepFailed } from "./step.mjs";

/** Installs and generates what is missing; `all` includes what only developers need. */
export async function prepare({ all }) {
  process.chdir(root);
  await requireNode();
  if ((await isInstalled({ all })) && (await isGenerated())) return;
  await alone(async () => {
    if (!(await isInstalled({ all }))) await install({ all });
    if (!(await isGenerated())) await generate();
  });
}

/** Builds what is stale; `prepare` comes first. */
export async function buildWhatIsStale() {
  if (await isBuilt()) return;
  await alone(async () => {
    if (!(await isBuilt())) await build();
  });
}

/** Runs a script's `main`; a failure is told in its own words, without a stack where it is no bug of the script. */
export async function runScript(main) {
  if (process.env.npm_lifecycle_event) endWithParent();
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StepFailed ? error.message : (error?.message ?? error));
    process.exit(1);
  }
}
