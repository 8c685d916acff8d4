import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { log } from "../log";
import { answerApi } from "./api";

const WITHOUT_BODY = new Set(["GET", "HEAD", "OPTIONS"]);
const packed = promisify(gzip);
/** What is shorter is there sooner without. */
const WORTH_PACKING = 64 * 1024;

/** Whether an address is the API's; next-auth's own routes are pages' business. */
export function isOfApi(url: string): boolean {
  return url === "/api/health" || url.startsWith("/api/health?") || /^\/api\/v1([/?]|$)/.test(url);
}

/** Whether the body is a file, which may be large and take its time. */
export function isUpload(method = "", url = ""): boolean {
  return method === "POST" && /^\/api\/v1\/classes\/import(\?|$)/.test(url);
}

/** The API at Node's HTTP server: requests and answers of the Fetch standard inside, streams both ways. */
export async function serveApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished || !request.complete) gone.abort();
  });
  // What was refused before it was read to its end: the connection serves the next request only once it is.
  response.once("finish", () => request.resume());
  const [path = ""] = (request.url ?? "").split("?", 1);
  const answer = await answerApi(asRequest(request, gone.signal), path);
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader("x-content-type-options", "nosniff");
  if (isWhole(answer)) await sendWhole(answer, request, response);
  else await stream(answer, request, response);
}

function asRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "", headers } = request;
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) kept.set(name, Array.isArray(value) ? value.join(", ") : value);
  const body = WITHOUT_BODY.has(method) ? {} : { body: bodyOf(request), duplex: "half" as const };
  return new Request(new URL(url, "http://kitroom"), { method, headers: kept, signal, ...body });
}

/** The body as it comes in. Whoever stops reading it does not end the connection, on which the refusal has to go out. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      pull: async (body) => {
        const { done, value } = await chunks.next();
        if (done) body.close();
        else body.enqueue(value);
      },
      cancel: async () => {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 }, // nothing is read before the route asks for it
  );
}

const isWhole = ({ body, headers }: Response) =>
  body === null || /[/+]json(;|$)/.test(headers.get("content-type") ?? "");

async function sendWhole(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const plain = Buffer.from(await answer.arrayBuffer());
  const pack =
    plain.length >= WORTH_PACKING && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const bytes = pack ? await packed(plain, { level: constants.Z_BEST_SPEED }) : plain;
  if (pack) response.setHeader("content-encoding", "gzip");
  response.setHeader("vary", "accept-encoding");
  if (answer.status !== 204) response.setHeader("content-length", bytes.length);
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** A body that fails breaks the connection off, so that nobody takes the half for the whole. */
async function stream(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!answer.body || request.method === "HEAD") {
    await answer.body?.cancel();
    response.end();
    return;
  }
  response.flushHeaders();
  // Node's own type of a web stream lacks what that of browsers has.
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(body, response).catch((error: unknown) =>
    log.debug("router.broken-off", { reason: String(error) }),
  );
}
