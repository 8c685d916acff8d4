import { chmod, chown, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { type Outcome, run } from "./program";

/** The account under which PostgreSQL runs; `owner` owns its files, null where that is simply who runs us. */
export type Account = {
  readonly name: string;
  readonly owner: { uid: number; gid: number } | null;
  run(file: string, args: readonly string[]): Promise<Outcome>;
};

const ourselves: Account = { name: "this user", owner: null, run };

// PostgreSQL refuses to run as root. In a user namespace it takes itself for user 1000, while the file system still
// takes it for root: no account has to be made, and folders that only root may enter can be used.
const NAMESPACE = ["--user", "--map-user=1000", "--map-group=1000"];

const inNamespace: Account = {
  name: "root in a user namespace",
  owner: null,
  run: (file, args) => run("unshare", [...NAMESPACE, file, ...args]),
};

/**
 * Chooses the account for the cluster in `directory` (which may not exist yet). Throws, with what to do about it,
 * when we are root and there is neither a user namespace nor a user to run as.
 */
export async function accountFor(directory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return ourselves;
  const owner = await stat(directory).catch(() => null);
  if (owner && owner.uid !== 0) return user(`user ${owner.uid}`, owner);
  if ((await run("unshare", [...NAMESPACE, "true"])).code === 0) return inNamespace;
  return user("postgres", (await findUser("postgres")) ?? (await makeUser("postgres")));
}

function user(name: string, { uid, gid }: { uid: number; gid: number }): Account {
  return { name, owner: { uid, gid }, run: (file, args) => run(file, args, { uid, gid, cwd: "/" }) };
}

async function findUser(name: string): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = [await run("id", ["-u", name]), await run("id", ["-g", name])];
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : null;
}

async function makeUser(name: string): Promise<{ uid: number; gid: number }> {
  const tries = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
    ["adduser", "-S", "-D", "-H", name], // BusyBox
  ] as const;
  for (const [file, ...args] of tries) {
    if ((await run(file, args)).code !== 0) continue;
    const made = await findUser(name);
    if (made) return made;
  }
  throw new Error(
    "PostgreSQL does not run as root, and user namespaces are forbidden here: start Kitroom as an ordinary user.",
  );
}

/** Gives `directory` and all in it to the account's owner; nothing to do where the account is our own. */
export async function handOver(directory: string, { owner }: Account): Promise<void> {
  if (!owner) return;
  const inside = await readdir(directory, { recursive: true });
  for (const name of ["", ...inside]) await chown(path.join(directory, name), owner.uid, owner.gid);
}

/** Lets another account than ours pass through `directory` to what is its own in there; it cannot list it. */
export async function letThrough(directory: string, { owner }: Account): Promise<void> {
  const { mode, uid } = await stat(directory);
  if (owner && uid !== owner.uid && uid === process.getuid?.()) await chmod(directory, mode | 0o011);
}

/** What a denied access means for this account, as a hint to put behind PostgreSQL's own words. */
export function hint(account: Account, output: string): string {
  if (!account.owner || !/permission denied|EACCES/i.test(output)) return "";
  return ` PostgreSQL runs as ${account.name}, who must be allowed to enter the data directory and node_modules.`;
}
