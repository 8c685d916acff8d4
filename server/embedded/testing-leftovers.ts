import { mkdtemp, readdir, readFile, readlink, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isAlive } from "./program";

/** A data directory for this test run, named so that the next one can tell whether it is still in use. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), `kitroom-test-${process.pid}-`));
}

/** Ends what test runs that were killed have left behind: their PostgreSQL and its data. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(/^kitroom-test-(\d+)-/.exec(name)?.[1]);
    if (!owner || isAlive(owner)) continue;
    const dataDir = path.join(tmpdir(), name);
    await stop(path.join(dataDir, "postgres/data"));
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function stop(data: string): Promise<void> {
  const pid = Number.parseInt(await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => ""), 10);
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (folder !== null && folder === (await realpath(data))) process.kill(pid, "SIGQUIT");
}
