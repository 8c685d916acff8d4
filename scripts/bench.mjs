// `npm run bench`: measures the built product beside others (bench/README.md); its arguments are those of bench/index.ts.
import { prepare, runScript } from "./prepare.mjs";
import { inProject, tools } from "./project.mjs";
import { openly } from "./step.mjs";

await runScript(async () => {
  await prepare({ all: true });
  process.exitCode = await openly(process.execPath, [
    tools.tsx,
    inProject("bench/index.ts"),
    ...process.argv.slice(2),
  ]);
});
