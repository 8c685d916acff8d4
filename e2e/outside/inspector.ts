import { WebSocket } from "ws";
import type { Product } from "./product";

/** Looks into a server that was started with `--inspect`. */
export type Inspector = {
  /** Bytes that it holds, after all that it does not need was collected. */
  held(): Promise<number>;
  close(): void;
};

type Answer = { id?: number; result?: { result?: { value?: unknown } } };

/** By the Chrome DevTools Protocol, which Node speaks. */
export async function openInspector(product: Product): Promise<Inspector> {
  const [, url] = /Debugger listening on (ws:\S+)/.exec(product.output()) ?? [];
  if (!url) throw new Error(`no inspector: ${product.output()}`);
  const socket = new WebSocket(url);
  await new Promise<void>((done, fail) => socket.once("open", done).once("error", fail));
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on("message", (data) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let asked = 0;
  const ask = (method: string, params = {}) =>
    new Promise<Answer>((done) => {
      const id = ++asked;
      waiting.set(id, done);
      socket.send(JSON.stringify({ id, method, params }));
    });
  const expression = "(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())";
  return {
    held: async () => {
      await ask("HeapProfiler.collectGarbage");
      return Number((await ask("Runtime.evaluate", { expression })).result?.result?.value);
    },
    close: () => socket.close(),
  };
}
