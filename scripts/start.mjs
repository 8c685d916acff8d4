// `npm start`: installs what is missing, builds what is stale, and runs the product in this very process, so that
// signals and exit codes are its own. Stacks name lines of dist/server.js, which is bundled but readable: Node's source
// maps (NODE_OPTIONS=--enable-source-maps) would cost 50 MB, those of all packages being read as well.
import module from "node:module";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { buildWhatIsStale, prepare, runScript } from "./prepare.mjs";
import { inProject } from "./project.mjs";

await runScript(async () => {
  await prepare({ all: false });
  await buildWhatIsStale();
});

// V8 lets garbage grow to several times what lives before it collects; a long export would take 200 MB for nothing.
setFlagsFromString("--heap-growing-percent=30");
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";
module.enableCompileCache?.(inProject("node_modules/.cache/kitroom")); // Node 22 and newer start faster with it
await import(pathToFileURL(inProject("dist/server.js")).href);
