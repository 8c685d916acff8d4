// `npm run dev`: the sources themselves, started again whenever one of the server's changes; pages reload by Next.
import { prepare, runScript } from "./prepare.mjs";
import { tools } from "./project.mjs";
import { openly } from "./step.mjs";

await runScript(async () => {
  await prepare({ all: true });
  const watch = [tools.tsx, "watch", "--clear-screen=false", "server/index.ts"];
  process.exitCode = await openly(process.execPath, watch, { NODE_ENV: "development" });
});
