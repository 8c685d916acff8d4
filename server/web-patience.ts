import type { IncomingMessage, ServerResponse } from "node:http";

/** The whole request, of 1 MB at most: whoever sends it byte by byte holds memory meanwhile. */
const WITHIN = 30_000;
/** What a longer one has to bring in that time, in bytes: a file over a slow line, and nobody who only holds the line. */
const STEP = 64 * 1024;

/**
 * Ends a request whose body does not come within 30 seconds; where it is a long one, that brings too little in any of
 * them. Node's own limit knows no request that may take longer.
 */
export function limitTime(
  request: IncomingMessage,
  response: ServerResponse,
  { long, within = WITHIN }: { long: boolean; within?: number },
): void {
  if (request.complete || !hasBody(request)) return;
  let before = request.socket.bytesRead;
  const timer = setInterval(() => {
    const now = request.socket.bytesRead;
    if (request.complete) clearInterval(timer);
    else if (long && !response.writableEnded && now - before >= STEP)
      before = now; // who is refused is not waited for
    else end(request, response);
  }, within);
  timer.unref();
  for (const over of ["end", "close"]) request.once(over, () => clearInterval(timer));
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Whoever reads the body is told as well: an answered request that never ends would be waited for. */
function end(request: IncomingMessage, response: ServerResponse): void {
  const over = () => request.destroy();
  if (response.headersSent) over();
  else response.writeHead(408, { connection: "close" }).end(over);
}
