import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { type Account, accountFor, handOver, hint, letThrough } from "./account";
import { type Binaries, findBinaries } from "./binaries";
import { complaint, isAlive } from "./program";

/** The name of PostgreSQL's superuser and of the database that Kitroom lives in. */
export const SUPERUSER = "kitroom";
export const DATABASE = "kitroom";

/** A PostgreSQL cluster on disk: `<data directory>/postgres` with `data/`, `password`, `port` and `log` in it. */
export type Cluster = {
  readonly dataDir: string;
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly account: Account;
};

const FOLDER = "postgres";
const UNFINISHED = "postgres-unfinished-";

/** The cluster of this data directory, made when there is none yet. Throws one line that says what is in the way. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const root = path.resolve(dataDir);
  await requireWritable(root);
  const folder = path.join(root, FOLDER);
  const data = path.join(folder, "data");
  const binaries = await findBinaries();
  const account = await accountFor(data);
  await letThrough(root, account);
  await removeUnfinished(root);
  if (!(await stat(folder).catch(() => null))) await createCluster(root, folder, binaries, account);
  await requireOwner(data, account);
  const password = await readPassword(folder);
  return { dataDir: root, folder, data, log: path.join(folder, "log"), password, binaries, account };
}

async function requireWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(
      `The data directory ${dataDir} is not writable (${reason}); set DATA_DIR to one that is.`,
    );
  }
}

/** Made beside and then renamed, so that a start that was killed half-way leaves nothing that looks complete. */
async function createCluster(
  root: string,
  folder: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  const side = await mkdtemp(path.join(root, `${UNFINISHED}${process.pid}-`));
  try {
    await writeFile(path.join(side, "password"), randomBytes(24).toString("base64url"), { mode: 0o600 });
    await handOver(side, account);
    await initdb(side, binaries, account);
    await rename(side, folder);
  } catch (error) {
    await rm(side, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return; // another start was first
    throw error;
  }
}

async function initdb(side: string, { initdb: program }: Binaries, account: Account): Promise<void> {
  const { code, output } = await account.run(program, [
    `--pgdata=${path.join(side, "data")}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${path.join(side, "password")}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // PostgreSQL's own C.UTF-8 sorts the same on every system; the system's locales are not asked, not all have it.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
  ]);
  if (code !== 0)
    throw new Error(`The database cannot be set up: ${complaint(output)}.${hint(account, output)}`);
}

/** What a start that was killed within initdb has left; those whose process still lives are left alone. */
async function removeUnfinished(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const pid = Number(name.slice(UNFINISHED.length).split("-")[0]);
    if (isAlive(pid)) continue;
    // Its initdb may still be writing; then the next start removes the rest.
    await rm(path.join(root, name), { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
  }
}

async function requireOwner(data: string, account: Account): Promise<void> {
  const { uid } = await stat(data);
  if (account.owner && uid !== account.owner.uid) return handOver(path.dirname(data), account);
  const wanted = account.owner?.uid ?? process.getuid?.() ?? uid;
  if (uid !== wanted) {
    throw new Error(`The database in ${data} belongs to another user (${uid}): start Kitroom as that user.`);
  }
}

async function readPassword(folder: string): Promise<string> {
  const file = path.join(folder, "password");
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    throw new Error(`The database's password cannot be read from ${file}: restore that file from a backup.`);
  }
}
