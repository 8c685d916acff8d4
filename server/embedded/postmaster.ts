import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { isAlive, run } from "./program";

/** The PostgreSQL process that serves a cluster; `socket` is the absolute path of its Unix socket's folder, if it has one. */
export type Postmaster = { pid: number; port: number; socket: string | null };

const SETTLE_MS = 60_000;

/**
 * The PostgreSQL that serves this cluster and takes connections, or null when none does. One that is starting,
 * recovering or stopping is waited for. A `postmaster.pid` whose process id now belongs to something else (as after
 * a power cut) is removed, since PostgreSQL itself would refuse to start.
 */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const deadline = Date.now() + SETTLE_MS;
  while (Date.now() < deadline) {
    const found = await readPidFile(cluster);
    if (!found || !isAlive(found.pid)) return null;
    if (!(await serves(found.pid, cluster))) {
      await rm(pidFile(cluster), { force: true });
      return null;
    }
    if (found.ready) {
      return { pid: found.pid, port: found.port, socket: found.hasSocket ? cluster.data : null };
    }
    await sleep(50);
  }
  throw new Error(
    `The database did not get ready within ${SETTLE_MS / 1000} seconds; its log is ${cluster.log}.`,
  );
}

function pidFile(cluster: Cluster): string {
  return path.join(cluster.data, "postmaster.pid");
}

/** Lines of the file (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*): 1 process id, 4 port, 5 socket folder, 8 status. */
async function readPidFile(cluster: Cluster) {
  const text = await readFile(pidFile(cluster), "utf8").catch(() => null);
  if (text === null) return null;
  const lines = text.split("\n").map((line) => line.trim());
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    hasSocket: (lines[4] ?? "") !== "",
    ready: lines[7] === "ready",
  };
}

/** Whether this process is the PostgreSQL of this cluster, and not one that has got its process id since. */
async function serves(pid: number, cluster: Cluster): Promise<boolean> {
  if (process.platform === "linux") {
    // PostgreSQL makes its data directory the current one.
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return folder === (await realpath(cluster.data));
  }
  const { output } = await (process.platform === "win32"
    ? windowsCommand(pid)
    : run("ps", ["-o", "command=", "-p", `${pid}`]));
  return output.includes("postgres") && output.includes(cluster.data);
}

function windowsCommand(pid: number) {
  const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
  return run("powershell", ["-NoProfile", "-Command", query]);
}
