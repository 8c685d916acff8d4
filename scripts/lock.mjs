import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "./project.mjs";

const FILE = inProject(".tmp/preparing.lock");
const BEAT_MS = 2000;
const DEAD_MS = 20_000; // a lock without a heartbeat: its holder was killed, or its process id is somebody else's now

/** Runs `work` while no other start or test of this folder installs or builds. */
export async function alone(work) {
  await take();
  const heart = setInterval(() => utimes(FILE, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    await rm(FILE, { force: true });
  }
}

async function take() {
  await mkdir(path.dirname(FILE), { recursive: true });
  let told = false;
  while (!(await tryTake())) {
    if (await isAbandoned()) {
      await rm(FILE, { force: true });
      continue;
    }
    if (!told) console.log("… Waiting for another start or test in this folder to finish its preparation");
    told = true;
    await sleep(300);
  }
}

async function tryTake() {
  try {
    await writeFile(FILE, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

async function isAbandoned() {
  const beat = (await stat(FILE).catch(() => null))?.mtimeMs ?? Date.now();
  if (Date.now() - beat > DEAD_MS) return true;
  const pid = Number(await readFile(FILE, "utf8").catch(() => ""));
  return pid > 0 && !isAlive(pid);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
