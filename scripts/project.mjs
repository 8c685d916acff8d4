import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json; every script works from there, wherever it was called. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A path inside the project. */
export function inProject(...names) {
  return path.join(root, ...names);
}

/** The program of an installed package, as arguments for Node: no shell, no `npx`, the same on every system. */
export const tools = {
  biome: inProject("node_modules/@biomejs/biome/bin/biome"),
  next: inProject("node_modules/next/dist/bin/next"),
  playwright: inProject("node_modules/@playwright/test/cli.js"),
  prisma: inProject("node_modules/prisma/build/index.js"),
  tsc: inProject("node_modules/typescript/bin/tsc"),
  tsx: inProject("node_modules/tsx/dist/cli.mjs"),
  vitest: inProject("node_modules/vitest/vitest.mjs"),
};
