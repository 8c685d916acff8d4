import { existsSync } from "node:fs";
import { access, chmod, constants, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A start that cannot go on, said in one line to whoever started Kitroom. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** Makes the data directory and makes sure that it can be written; throws CannotStart. */
export async function openDataDir(dataDir: string): Promise<void> {
  try {
    await makeDirectory(dataDir);
    await access(dataDir, constants.W_OK | constants.X_OK);
    await writeFile(join(dataDir, ".probe"), "");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CannotStart(`DATA_DIR: ${dataDir} cannot be written (${reason})`);
  }
}

/** One directory after the other: `mkdir` with `recursive` never ends below /proc (Node 20). */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || existsSync(dirname(directory))) throw error;
    await makeDirectory(dirname(directory));
    await mkdir(directory, { mode: 0o700 });
  }
}

/** An empty directory for what is sent to this server and not yet dealt with; what a crash left there goes. */
export async function emptyUploads(dataDir: string): Promise<string> {
  const uploads = join(dataDir, "uploads");
  await rm(uploads, { recursive: true, force: true });
  await mkdir(uploads, { mode: 0o700 });
  return uploads;
}

/** A secret kept in a file that only its owner may read; made once, the first time it is asked for. */
export async function keptSecret(dataDir: string, name: string, make: () => string): Promise<string> {
  const file = join(dataDir, name);
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.trim() !== "") return kept.trim();
  const secret = make();
  // Written aside and renamed: a start that is killed in between leaves no half of a secret.
  await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return secret;
}
