import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

/** What a load process can be told to do. */
type Duties = Record<string, (input: never) => Promise<unknown>>;
type Order = { name: string; input: unknown };
type Answer = { ok: true; value: unknown } | { ok: false; reason: string };

/** A load process, seen from the bench. */
export type Worker<Done extends Duties> = {
  /** Resolves when it is done; throws where it failed or the process ended. */
  ask<Name extends keyof Done & string>(
    name: Name,
    input: Parameters<Done[Name]>[0],
  ): Promise<Awaited<ReturnType<Done[Name]>>>;
  close(): void;
};

/**
 * For processes of load: memory enough that they collect no garbage while they measure. A pause of some milliseconds, on
 * one of the processors that the server has, would be counted as the server's.
 */
export const ROOM = [
  "--min-semi-space-size=512",
  "--max-semi-space-size=512",
  "--initial-old-space-size=1024",
  "--no-memory-reducer",
];

/** Starts a process of its own, under Node with these flags, that runs a file of this folder, which calls `obey`. */
export function openWorker<Done extends Duties>(file: string, flags: readonly string[] = []): Worker<Done> {
  const child = fork(path.join(import.meta.dirname, file), {
    serialization: "advanced",
    execArgv: [...process.execArgv, ...flags],
  });
  return {
    ask: async (name, input) => (await answerOf(child, { name, input })) as never, // as `obey` was typed
    close: () => child.kill(),
  };
}

function answerOf(child: ChildProcess, order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the load process ended while it was to ${order.name}`));
    child.once("exit", ended);
    child.once("message", (answer: Answer) => {
      child.off("exit", ended);
      if (answer.ok) resolve(answer.value);
      else reject(new Error(`${order.name}: ${answer.reason}`));
    });
    child.send(order);
  });
}

/** In the load process: does what it is told, one order at a time, until the bench is gone. */
export function obey(duties: Duties): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ name, input }: Order) => {
    try {
      const value = await duties[name]?.(input as never); // the bench's `ask` is typed
      process.send?.({ ok: true, value } satisfies Answer);
    } catch (error) {
      process.send?.({ ok: false, reason: String(error) } satisfies Answer);
    }
  });
}
