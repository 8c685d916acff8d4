import { rm, stat } from "node:fs/promises";
import { fingerprint, readStamp, writeStamp } from "./fingerprint.mjs";
import { inProject, root, tools } from "./project.mjs";
import { quietly, step } from "./step.mjs";

const CLIENT = "server/sql/generated";
const CLIENT_STAMP = `${CLIENT}/.made-for`;
const BUILD_STAMP = "dist/.made-for";

const SOURCES = [
  "app",
  "server",
  "firmware/emulator",
  "firmware/images",
  "public",
  "proxy.ts",
  "instrumentation-client.ts",
  "prisma/schema.prisma",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

const isNoSource = (file) =>
  file.startsWith(`${CLIENT}/`) || file.startsWith("server/acceptance/") || /\.test\.tsx?$/.test(file);

const clientWanted = () => fingerprint(["prisma/schema.prisma", "package-lock.json"]);
const buildWanted = () => fingerprint(SOURCES, isNoSource);

/** Whether the Prisma client is the one of this schema. */
export async function isGenerated() {
  return (await readStamp(CLIENT_STAMP)) === (await clientWanted());
}

export async function generate() {
  await step("Preparing the database client", async () => {
    const wanted = await clientWanted();
    await rm(inProject(CLIENT_STAMP), { force: true });
    await quietly(process.execPath, [tools.prisma, "generate"]);
    await writeStamp(CLIENT_STAMP, wanted);
  });
}

/** Whether dist and .next were made, to the end, of the sources as they are. */
export async function isBuilt() {
  const made = await Promise.all(
    ["dist/server.js", ".next/BUILD_ID"].map((file) => stat(inProject(file)).catch(() => null)),
  );
  return !made.includes(null) && (await readStamp(BUILD_STAMP)) === (await buildWanted());
}

/** Makes the product of the sources. A build that is interrupted leaves no stamp, so it is made again. */
export async function build() {
  const wanted = await buildWanted();
  await rm(inProject(BUILD_STAMP), { force: true });
  await step("Building the server", bundleServer);
  await step("Building the pages", () =>
    quietly(process.execPath, [tools.next, "build"], { NODE_ENV: "production" }),
  );
  await writeStamp(BUILD_STAMP, wanted);
}

async function bundleServer() {
  const { build: bundle, stop } = await import("esbuild");
  await bundle({
    absWorkingDir: root,
    entryPoints: ["./server/index.ts"],
    outfile: "dist/server.js",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "silent", // what it says is in the error that it throws
  });
  await stop(); // its helper process would stay as long as the product that this process becomes
}
