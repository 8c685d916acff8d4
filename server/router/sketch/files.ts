import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Board, Example } from "../../contract/sketch";

/** A file of a sketch: where it lies in the sketch's folder, and what is in it. */
export type SketchFile = { path: string; text: string };

/** The sketch itself and its tab `board.h`, from the library's examples and boards. */
export async function readLesson(example: Example, board: Board): Promise<{ sketch: string; board: string }> {
  const library = libraryFolder();
  const [sketch, tab] = await Promise.all([
    readFile(path.join(library, "examples", example, `${example}.ino`), "utf8"),
    readFile(path.join(library, "extras", "boards", board, "board.h"), "utf8"),
  ]);
  return { sketch, board: withLibraryInside(tab) };
}

/** Where the Arduino IDE compiles what a sketch brings with it (Sketch specification, "src subfolder"). */
const INSIDE = "src/Kitroom";

/** The library, to lie in the sketch's own folder: nothing has to be installed. */
export async function readLibrary(): Promise<SketchFile[]> {
  const source = path.join(libraryFolder(), "src");
  const names = (await readdir(source)).filter((name) => /\.(h|cpp)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `${INSIDE}/${name}`,
      text: await readFile(path.join(source, name), "utf8"),
    })),
  );
}

function withLibraryInside(tab: string): string {
  return tab.replace("#include <Kitroom.h>", `#include "${INSIDE}/Kitroom.h"`);
}

let found: string | undefined;

/** Above this file, wherever it was built to. */
function libraryFolder(): string {
  for (let folder = import.meta.dirname; found === undefined; folder = path.dirname(folder)) {
    const library = path.join(folder, "firmware", "Kitroom");
    if (existsSync(path.join(library, "library.properties"))) found = library;
    else if (folder === path.dirname(folder)) throw new Error("there is no folder firmware/Kitroom");
  }
  return found;
}
