import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const FOLDER = path.resolve(import.meta.dirname, "../.peers");

/**
 * Installs packages that only a peer needs, in exactly these versions, into a folder that git ignores. Answers that
 * folder; throws where the registry cannot be reached.
 */
export async function installed(peer: string, packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(FOLDER, peer);
  const wanted = Object.entries(packages);
  const there = await Promise.all(wanted.map(([name, version]) => isInstalled(folder, name, version)));
  if (there.every(Boolean)) return folder;
  await mkdir(folder, { recursive: true });
  const specifiers = wanted.map(([name, version]) => `${name}@${version}`);
  const flags = ["--prefix", folder, "--no-audit", "--no-fund", "--no-save"];
  await promisify(execFile)("npm", ["install", ...flags, ...specifiers]);
  return folder;
}

async function isInstalled(folder: string, name: string, version: string): Promise<boolean> {
  const file = path.join(folder, "node_modules", name, "package.json");
  const text = await readFile(file, "utf8").catch(() => null);
  return text !== null && (JSON.parse(text) as { version: string }).version === version;
}
