import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { requireActor } from "../authority/who";
import type { Actor } from "../contract/actor";
import { PARTS, type WholeClass } from "../contract/class-file";
import { MESSAGES_HEAD, messageLine } from "../contract/class-messages";
import type { RawMessage } from "../contract/message";
import { Refusal } from "../contract/refusal";
import { readWholeClass } from "../sql/class-export";
import { historyOf } from "../sql/history-size";
import { messagesInOrder } from "../sql/message-export";
import { overseer } from "./allow";
import { fileName, linesAsBody } from "./download";
import { NO_STORE } from "./problem";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/export`: the whole class as a zip file, which can be restored (class-import.ts). */
export const exportClass = route({
  params: ["class"],
  allow: overseer,
  answer: async ({ request, actor, params }) => {
    const gone = new AbortController();
    const signal = AbortSignal.any([request.signal, gone.signal]);
    const zip = await zipOf({ request, actor, slug: params.class, signal });
    const body = asBody(zip, () => gone.abort());
    const name = fileName([params.class, new Date().toISOString().slice(0, 10)], "zip");
    return new Response(body, {
      headers: { ...NO_STORE, "content-type": "application/zip", "content-disposition": name },
    });
  },
});

type Asked = { request: Request; actor: Actor; slug: string; signal: AbortSignal };

/**
 * The class as a zip, its messages read as the zip is: one page of them at a time. The first page is read before the
 * list of topics, so that every message is of a listed one; a topic that is gone meanwhile breaks the file off.
 */
async function zipOf({ request, actor, slug, signal }: Asked): Promise<Readable> {
  const { messages: count, bytes } = await historyOf(actor, slug);
  const pages = messagesInOrder({
    class: slug,
    messages: {},
    actor: () => requireActor(request),
    signal,
  });
  const first = await pages.next();
  const whole = await readWholeClass(actor, slug);
  const lines = await linesAsBody(known(first, pages, namesOf(whole)), {
    head: MESSAGES_HEAD,
    line: messageLine,
    signal,
    onCancel: () => {},
  });
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream); // an ordinary stream, as which its failure is passed on
  for (const part of ["about", "roster", "kits", "topics"] as const)
    zip.addBuffer(Buffer.from(JSON.stringify(whole[part], null, 2)), PARTS[part]);
  const csv = Readable.fromWeb(lines as Parameters<typeof Readable.fromWeb>[0]); // Node's own type of a web stream
  for (const source of [csv, zip]) source.once("error", (error: Error) => output.destroy(error));
  zip.addReadStream(csv, PARTS.messages, { forceZip64Format: csvBytesAtMost(count, bytes) >= ZIP64_FROM });
  zip.end();
  return output;
}

/** Sizes from here on stand in 64 bits (APPNOTE 4.5.3), which not every old unpacker reads: only where needed. */
const ZIP64_FROM = 0xff_ff_ff_ff;
/** A row but for its payload; a payload is there twice at most, its quotes doubled, in base 64 by a third longer. */
const ROW_BYTES = 320;
const csvBytesAtMost = (messages: number, bytes: number) => messages * ROW_BYTES + bytes * 4;

const namesOf = ({ about, topics }: WholeClass) =>
  new Set(topics.map(({ path }) => `${about.class.slug}/${path}`));

type Pages = AsyncGenerator<RawMessage[], void, undefined>;

async function* known(first: IteratorResult<RawMessage[], void>, rest: Pages, names: Set<string>): Pages {
  for (let page = first; !page.done; page = await rest.next()) {
    const stray = page.value.find(({ topic }) => !names.has(topic));
    if (stray) throw new Refusal("not-found", `There is no ${stray.topic} any more.`);
    yield page.value;
  }
}

/** A stream of Node's as the body of an answer; whoever stops reading it ends what it is made of. */
function asBody(stream: Readable, onCancel: () => void): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = stream.iterator();
  return new ReadableStream(
    {
      pull: async (body) => {
        const { done, value } = await chunks.next();
        if (done) body.close();
        else body.enqueue(new Uint8Array(value));
      },
      cancel: async () => {
        onCancel();
        stream.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
