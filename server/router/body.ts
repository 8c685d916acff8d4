import { Refusal } from "../contract/refusal";

const MAX_BODY = 1024 * 1024;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The JSON of a request's body, `{}` where there is none. Throws `too-large` over 1 MB and `bad-input` for what is no JSON. */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    const message = "not JSON in UTF-8";
    throw new Refusal("bad-input", "The body is not JSON in UTF-8.", {
      errors: [{ field: "", message }],
      cause,
    });
  }
}

/** The bytes of a request's body; throws `too-large` over 1 MB. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Counted while it comes: the declared length may be missing or a lie.
  for await (const chunk of chunksOf(request.body)) {
    length += chunk.byteLength;
    if (length > MAX_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined); // the sender may be gone already
  }
}

function tooLarge(): Refusal {
  return new Refusal("too-large", "A request has at most 1 MB.");
}
