import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { inProject, root } from "./project.mjs";

/** One hash over the names and contents of these files and folders of the project; what is missing counts as empty. */
export async function fingerprint(names, leaveOut = () => false) {
  const files = (await Promise.all(names.map((name) => filesOf(name, leaveOut)))).flat().sort();
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of files) {
    const content = await readFile(inProject(file));
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

async function filesOf(name, leaveOut) {
  const entries = await readdir(inProject(name), { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries === null) return [name];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path
        .relative(root, path.join(entry.parentPath ?? entry.path, entry.name))
        .split(path.sep)
        .join("/"),
    )
    .filter((file) => !leaveOut(file));
}

/** The fingerprint of which this file says that the work for it was finished; null when it was not. */
export async function readStamp(file) {
  return (await readFile(inProject(file), "utf8").catch(() => "")).trim() || null;
}

/** Says that the work for this fingerprint is finished: written last, and in one go. */
export async function writeStamp(file, value) {
  const target = inProject(file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.new`, `${value}\n`);
  await rename(`${target}.new`, target);
}
