import { saveFile } from "@/_ui/save-file";
/** Where a file goes while it comes. A write that is refused throws NoRoom, one that is too much TooLarge. */
export type Target = {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole; answers its name. */
  finish(name: string): Promise<string>;
  /** Keeps what came under a name that says that it is not whole; answers the name it has in the end. */
  keepPart(name: string): Promise<string>;
  /** Keeps nothing. */
  drop(): Promise<void>;
};

export class TooLarge extends Error {}
export class NoRoom extends Error {}

/** What of the File System Access API not every browser has; its handles rename only in some. */
type Handle = FileSystemFileHandle & {
  move?(name: string): Promise<void>;
  remove?(): Promise<void>;
};

type Picker = (asked: { suggestedName: string }) => Promise<Handle>;

/** A file on the disk that the reader chooses; null where they choose none. Asked for right after a click. */
export async function pickFile(suggestedName: string): Promise<Target | null> {
  try {
    return await fileTarget(await requirePicker()({ suggestedName }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw new NoRoom("no file to write to", { cause: error });
  }
}

/** Whether this browser lets a page write to a file, which it does for addresses it trusts. */
export const canPickFile = () => findPicker() !== undefined;

const findPicker = () => (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;

function requirePicker(): Picker {
  const picker = findPicker();
  if (!picker) throw new Error("this browser picks no files");
  return (asked) => picker.call(globalThis, asked);
}

async function fileTarget(handle: Handle): Promise<Target> {
  const stream = await handle.createWritable();
  const refused = (error: unknown) => {
    throw new NoRoom("the file takes no more", { cause: error });
  };
  return {
    write: (bytes) => stream.write(bytes).catch(refused),
    finish: async () => {
      await stream.close().catch(refused);
      return handle.name;
    },
    keepPart: async (name) => {
      await stream.close().catch(refused);
      const moved = await handle.move?.(name).then(
        () => true,
        () => false,
      );
      return moved ? name : handle.name;
    },
    drop: async () => {
      await stream.abort().catch(() => {}); // it may have failed by itself
      await removeEmpty(handle).catch(() => {}); // an empty file stays behind, at worst
    },
  };
}

/** The picker made an empty file; one that was there before is as it was. */
async function removeEmpty(handle: Handle): Promise<void> {
  if ((await handle.getFile()).size === 0) await handle.remove?.();
}

/** Memory of the page, up to so many bytes, and then the browser's own folder of downloads. */
export function collect(most: number): Target {
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const save = async (name: string) => {
    saveFile(new Blob(chunks), name);
    chunks = [];
    return name;
  };
  return {
    write: async (chunk) => {
      bytes += chunk.byteLength;
      if (bytes > most) throw new TooLarge(`more than ${most} bytes`);
      chunks.push(chunk);
    },
    finish: save,
    keepPart: save,
    drop: async () => {
      chunks = [];
    },
  };
}
