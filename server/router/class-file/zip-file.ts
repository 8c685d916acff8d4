import { pipeline, type Readable, Transform } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { PARTS, type Part } from "../../contract/class-file";
import { Refusal } from "../../contract/refusal";
import { crc32 } from "./crc";

/** A zip that somebody sent, with all the parts that a class's file has. */
export type ClassZip = {
  /** The content of a part as it is unpacked; it fails where it is not what the zip says of it. */
  read(part: Part): Promise<Readable>;
  close(): void;
};

/** What a part has at most when it is unpacked: a list is held in memory, messages pass through it. */
const MOST_BYTES: Record<Part, number> = {
  about: 2 ** 20,
  roster: 2 ** 25,
  kits: 2 ** 25,
  topics: 2 ** 25,
  messages: 2 ** 36,
};
/** Others than ours are passed over (a computer adds its own when it packs a folder), but not listed for ever. */
const MOST_ENTRIES = 100;

/**
 * Opens a zip without unpacking any of it. Throws `bad-input` for what is no zip, is cut off, lacks a part or names a
 * place outside of itself, and `too-large` where a part says that it is.
 */
export async function openClassZip(path: string): Promise<ClassZip> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(refuseDamaged);
  try {
    const entries = await partsOf(zip).catch(refuseDamaged);
    return {
      read: async (part) => {
        const content = await zip.openReadStreamPromise(entries[part]).catch(refuseDamaged);
        return pipeline(content, checked(entries[part]), () => {}); // its reader is told of what fails
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function partsOf(zip: ZipFile): Promise<Record<Part, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Refusal("bad-input", "This zip has too many files.");
  const found = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (found.has(entry.fileName)) throw new Refusal("bad-input", `${entry.fileName} is in the zip twice.`);
    found.set(entry.fileName, entry);
  }
  const parts = Object.entries(PARTS).map(([part, name]) => {
    const entry = found.get(name);
    if (!entry) throw new Refusal("bad-input", `This is not the file of a class: it has no ${name}.`);
    if (!entry.canDecodeFileData())
      throw new Refusal("bad-input", `${name} is packed in a way that cannot be read here.`);
    if (entry.uncompressedSize > MOST_BYTES[part as Part])
      // a key of PARTS
      throw new Refusal("too-large", `${name} is larger than that of any class.`);
    return [part, entry] as const;
  });
  return Object.fromEntries(parts) as Record<Part, Entry>; // an entry for each part
}

/** Passes bytes on, and fails at their end where they are not those that were packed; yauzl leaves that to its users. */
function checked({ crc32: expected, fileName }: Entry): Transform {
  let crc = 0;
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
    flush: (done) => done(crc === expected ? null : new Error(`${fileName} is not what was packed`)),
  });
}

/** What reading throws, as a refusal where it is about the file and not about this server. */
export function refuseDamaged(cause: unknown): never {
  if (cause instanceof Refusal || (cause instanceof Error && "syscall" in cause)) throw cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new Refusal("bad-input", `This is not a zip file, or it is damaged: ${why}`, { cause });
}
