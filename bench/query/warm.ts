import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";

/**
 * Reads all files of a database once, so that the operating system has them in memory: a virtual machine may give back
 * what was not read for a minute, and what follows would measure its disk.
 */
export async function readIntoMemory(dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    await finished(
      createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 1 << 20 }).resume(),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error; // the database removes what it needs no more
    });
  }
}
