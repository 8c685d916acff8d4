import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Refusal } from "../contract/refusal";
import { live } from "../live";

/** About so many files are taken at once: each is on the disk until it is dealt with. */
const AT_ONCE = 3;

/**
 * Gives `act` the file that a request's body is, and removes it whatever comes of that. Throws `too-large` over `most`
 * bytes, `too-many` where others are sending theirs, and `bad-input` where the body breaks off.
 */
export async function withUpload<Value>(
  request: Request,
  most: number,
  act: (path: string) => Promise<Value>,
): Promise<Value> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  const { uploads } = live.require();
  if ((await readdir(uploads)).length >= AT_ONCE)
    throw new Refusal("too-many", "Others are sending files at this moment. Try again soon.", {
      retryAfter: 15,
    });
  const directory = await mkdtemp(join(uploads, "file-"));
  try {
    const path = join(directory, "body");
    await spool(request, path, most);
    return await act(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function spool(request: Request, path: string, most: number): Promise<void> {
  try {
    await pipeline(bounded(request, most), createWriteStream(path, { mode: 0o600 }));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOSPC" || code === "EDQUOT")
      throw new Refusal("unavailable", "This server's disk is full. Nothing was done.", { cause });
    throw new Refusal("bad-input", "The file did not come whole. Nothing was done.", { cause });
  }
}

/** Counted while it comes: the declared length may be missing or a lie. */
async function* bounded({ body, signal }: Request, most: number): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  const stop = () => void reader.cancel().catch(() => {}); // what is not sent any more is not waited for
  signal.addEventListener("abort", stop, { once: true });
  let bytes = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      signal.throwIfAborted();
      bytes += next.value.byteLength;
      if (bytes > most) throw tooLarge(most);
      yield next.value;
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {}); // the sender may be gone already
  }
}

function tooLarge(most: number): Refusal {
  return new Refusal("too-large", `A file has at most ${most / 2 ** 30} GB.`);
}
