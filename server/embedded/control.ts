import { open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hint } from "./account";
import type { Cluster } from "./cluster";
import { freePort } from "./port";
import { findPostmaster, type Postmaster } from "./postmaster";
import { complaint } from "./program";
import { settings } from "./settings";

const RETRY_MS = 15_000;
const LOG_BYTES = 1_000_000;

/** What a failed start said in PostgreSQL's log: worth another try, or not. */
const PORT_TAKEN = /Address already in use|could not bind|could not create any TCP\/IP sockets/;
const PREDECESSOR_LIVES = /pre-existing shared memory block|lock file ".*" already exists/;

/**
 * Starts the cluster's PostgreSQL, or finds the one that already serves it: an orphan that outlived its server.
 * Without `fixedPort` the port is the one of the last time, or any other when that is taken.
 */
export async function startPostgres(cluster: Cluster, fixedPort: number | null = null): Promise<Postmaster> {
  const deadline = Date.now() + RETRY_MS;
  for (;;) {
    const running = await findPostmaster(cluster);
    if (running) return running;
    const port = fixedPort ?? (await freePort(await lastPort(cluster)));
    const failure = await tryStart(cluster, port);
    const worthATry = failure !== null && (PORT_TAKEN.test(failure) || PREDECESSOR_LIVES.test(failure));
    if (failure !== null && !(worthATry && Date.now() < deadline)) {
      throw new Error(
        `The database does not start: ${complaint(failure)}.${hint(cluster.account, failure)} Its log is ${cluster.log}.`,
      );
    }
    if (failure === null) await rememberPort(cluster, port);
    else await sleep(100);
  }
}

/** Stops PostgreSQL: statements in progress are ended, everything committed is on disk when this returns. */
export async function stopPostgres(cluster: Cluster): Promise<void> {
  const { account, binaries, data } = cluster;
  const { code, output } = await account.run(binaries.pgCtl, [
    "stop",
    "-w",
    "-t",
    "60",
    "-m",
    "fast",
    "-D",
    data,
  ]);
  if (code !== 0 && (await findPostmaster(cluster)))
    throw new Error(`The database does not stop: ${complaint(output)}.`);
}

/** Null when it runs and takes connections, else all that was said about why not. */
async function tryStart({ account, binaries, data, log }: Cluster, port: number): Promise<string | null> {
  await limitLog(log);
  const before = (await stat(log).catch(() => null))?.size ?? 0;
  const hasSocket = takesUnixSocket(data);
  if (hasSocket) await removeStaleSockets(data);
  const options = settings(port, hasSocket).join(" ");
  const args = ["start", "-w", "-t", "60", "-D", data, "-l", log, "-o", options];
  const { code, output } = await account.run(binaries.pgCtl, args);
  return code === 0 ? null : `${await logSince(log, before)}\n${output}`;
}

/** A socket's address is at most 104 bytes with its zero, on macOS (sys/un.h); `.s.PGSQL.` and a port belong to it. */
const LONGEST_FOLDER = 103 - "/.s.PGSQL.65535".length;

/** Whether clients can name a Unix socket in this folder; on Windows PostgreSQL and Node mean different things by one. */
function takesUnixSocket(folder: string): boolean {
  return process.platform !== "win32" && Buffer.byteLength(folder) <= LONGEST_FOLDER;
}

/** Nobody serves this folder, but a lock that names a process id in use by something else would stop PostgreSQL. */
async function removeStaleSockets(data: string): Promise<void> {
  for (const name of await readdir(data)) {
    if (name.startsWith(".s.PGSQL.")) await rm(path.join(data, name), { force: true });
  }
}

async function logSince(log: string, offset: number): Promise<string> {
  const file = await open(log).catch(() => null);
  if (!file) return "";
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(20_000), 0, 20_000, offset);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

async function limitLog(log: string): Promise<void> {
  const size = (await stat(log).catch(() => null))?.size ?? 0;
  if (size > LOG_BYTES) await rename(log, `${log}.1`);
}

function portFile(cluster: Cluster): string {
  return path.join(cluster.folder, "port");
}

async function lastPort(cluster: Cluster): Promise<number | null> {
  const port = Number(await readFile(portFile(cluster), "utf8").catch(() => ""));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/** A convenience only: the next start asks for the same port. */
async function rememberPort(cluster: Cluster, port: number): Promise<void> {
  await writeFile(portFile(cluster), `${port}\n`).catch(() => undefined);
}
