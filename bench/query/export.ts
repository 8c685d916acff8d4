import { readFile } from "node:fs/promises";
import { request } from "node:http";
import type { Product } from "../peers/product";
import { CLASS, DAY } from "./dataset";
import type { Session } from "./session";

/** An export of about a million rows: how long it took, and by how much the server's memory was larger meanwhile. */
export type Exported = { rows: number; bytes: number; seconds: number; grownBytes: number };

/** The class stores 344,000 messages a day. */
const SPAN = 3 * DAY;
const LOOK_EVERY = 50;

export async function timeExport(product: Product, session: Session): Promise<Exported> {
  const to = Date.now() - DAY;
  const search = new URLSearchParams({ topic: `${CLASS}/#`, from: String(to - SPAN), to: String(to) });
  const before = await memoryOf(product.pid);
  let most = before;
  const looking = setInterval(async () => {
    most = Math.max(most, await memoryOf(product.pid));
  }, LOOK_EVERY);
  const started = performance.now();
  const { bytes, lines } = await download(product, session, `/api/v1/classes/${CLASS}/export.csv?${search}`);
  clearInterval(looking);
  const seconds = (performance.now() - started) / 1000;
  return { rows: lines - 1, bytes, seconds, grownBytes: most - before };
}

/** Reads it all and keeps nothing. No reading of this class has a line break in it. */
function download(
  product: Product,
  session: Session,
  path: string,
): Promise<{ bytes: number; lines: number }> {
  return new Promise((done, fail) => {
    const headers = { cookie: session.cookie };
    const asked = request({ host: "127.0.0.1", port: product.port, path, headers }, (response) => {
      const read = { bytes: 0, lines: 0 };
      response.on("data", (chunk: Buffer) => {
        read.bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) read.lines++;
      });
      response.on("end", () => (response.statusCode === 200 ? done(read) : fail(new Error("no export"))));
      response.on("error", fail);
    });
    asked.on("error", fail);
    asked.end();
  });
}

/** What a process holds of its own in memory (`Anonymous` of proc(5) smaps_rollup): pages of files are not counted. */
async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Anonymous:\s+(\d+) kB/m.exec(text)?.[1]) * 1024;
}
