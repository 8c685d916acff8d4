import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readStamp, writeStamp } from "./fingerprint.mjs";
import { inProject } from "./project.mjs";
import { quietly, step } from "./step.mjs";

const STAMP = "node_modules/.kitroom-installed";

/** Throws where this Node.js is older than package.json asks for. */
export async function requireNode() {
  const { engines } = JSON.parse(await readFile(inProject("package.json"), "utf8"));
  const wanted = engines.node.replace(/[^\d.]/g, "");
  const [major, minor] = wanted.split(".").map(Number);
  const [ours, oursMinor] = process.versions.node.split(".").map(Number);
  if (ours > major || (ours === major && oursMinor >= minor)) return;
  throw new Error(
    `Kitroom needs Node.js ${wanted} or newer; this is ${process.versions.node}. See https://nodejs.org`,
  );
}

/** Whether node_modules holds what package-lock.json asks for; `all` counts what only developers need as well. */
export async function isInstalled({ all }) {
  const wanted = await lockHash();
  const stamp = await readStamp(STAMP);
  if (stamp === `all ${wanted}` || (!all && stamp === `start ${wanted}`)) return true;
  if (!(await agreesWithNpm({ all }))) return false;
  await writeStamp(STAMP, `${all ? "all" : "start"} ${wanted}`);
  return true;
}

export async function install({ all }) {
  await step("Installing packages (about a minute the first time)", () =>
    npm(["ci", ...(all ? ["--include=dev"] : [])]),
  );
  await isInstalled({ all });
}

async function lockHash() {
  const lock = await readFile(inProject("package-lock.json"));
  return createHash("sha256").update(lock).digest("hex");
}

/**
 * npm's own record of what it installed, written when it has finished, against the lock: so that nothing is
 * installed again for someone who called `npm install` or `npm ci` by hand.
 */
async function agreesWithNpm({ all }) {
  const read = async (file) => JSON.parse(await readFile(inProject(file), "utf8")).packages;
  const present = await read("node_modules/.package-lock.json").catch(() => null);
  if (!present) return false;
  const needless = (entry) => entry.optional || entry.devOptional || (entry.dev && !all);
  return Object.entries(await read("package-lock.json")).every(([folder, entry]) => {
    if (folder === "") return true;
    return present[folder] ? present[folder].version === entry.version : needless(entry);
  });
}

/** npm by its own script where npm started us, which works without a shell on every system. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return quietly(process.execPath, [script, ...args]);
  if (process.platform === "win32") return quietly("cmd", ["/c", "npm", ...args]);
  return quietly("npm", args);
}
