import { scrypt as nodesScrypt } from "node:crypto";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { oncePerProcess } from "../../once";
import { roMixModule } from "./romix";
import { WORKER } from "./worker";

/** RFC 7914: N and r say how much memory (128 N r bytes) and with p how much work. */
export type Cost = { N: number; r: number; p: number };
export type Asked = Cost & { password: string; salt: Uint8Array; length: number };

/** A thread that nobody needs for so long (milliseconds) gives its memory back. */
const IDLE = 5_000;

type Idle = { worker: Worker; end: NodeJS.Timeout };
type Threads = { module: WebAssembly.Module | null; idle: Idle[] };
const shared = oncePerProcess<Threads>("scrypt-threads");

/** Derives a key from a password by scrypt, in a thread. As many run at once as are asked for: who asks limits it. */
export async function scrypt(asked: Asked): Promise<Buffer> {
  const { module, idle } = threads();
  if (module === null) return bySlowWay(asked);
  const free = idle.pop();
  if (free) clearTimeout(free.end);
  const worker = free?.worker ?? new Worker(WORKER, { eval: true, workerData: module, execArgv: [] });
  worker.ref();
  try {
    const key = await answerOf(worker, asked);
    rest(worker, idle);
    return key;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/** Where the processor has no vectors (WebAssembly's SIMD) there is no module. */
function threads(): Threads {
  const found = shared.find();
  if (found) return found;
  const bytes = roMixModule();
  const module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  const made = { module, idle: [] };
  shared.set(made);
  return made;
}

function answerOf(worker: Worker, asked: Asked): Promise<Buffer> {
  return new Promise((done, fail) => {
    const heard = (key: Uint8Array) => settle(() => done(Buffer.from(key)));
    const failed = (error: unknown) => settle(() => fail(error));
    const ended = (code: number) => failed(new Error(`a thread for scrypt ended with ${code}`));
    const settle = (say: () => void) => {
      worker.off("message", heard).off("error", failed).off("exit", ended);
      say();
    };
    worker.on("message", heard).on("error", failed).on("exit", ended);
    worker.postMessage(asked);
  });
}

function rest(worker: Worker, idle: Idle[]): void {
  worker.unref();
  const end = setTimeout(() => {
    idle.splice(
      idle.findIndex((one) => one.worker === worker),
      1,
    );
    void worker.terminate();
  }, IDLE).unref();
  idle.push({ worker, end });
}

const byNode = promisify<string, Uint8Array, number, object, Buffer>(nodesScrypt);

function bySlowWay({ password, salt, length, ...cost }: Asked): Promise<Buffer> {
  return byNode(password, salt, length, { ...cost, maxmem: 2 * 128 * cost.N * cost.r });
}
