import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { sleep } from "../load/clock";

/** A server process of a peer. */
export type Program = {
  pid: number;
  /** All that it has said. */
  output(): string;
  /** Whether it has ended. */
  readonly ended: boolean;
  /** Resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

const running = new Set<ChildProcess>();
// Whatever ends the bench ends what it started.
process.on("exit", () => {
  for (const child of running) child.kill();
});

type Place = { cwd?: string; env?: Record<string, string> };

/** Starts a program. It is not waited for (`until`). */
export function start(file: string, args: readonly string[], { cwd, env }: Place = {}): Program {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk).slice(-100_000);
    });
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const done = () => {
      ended = true;
      running.delete(child);
      resolve();
    };
    child.once("exit", done);
    child.once("error", (error) => {
      output += String(error);
      done();
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    get ended() {
      return ended;
    },
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await end;
    },
  };
}

const PATIENCE_MS = 60_000;

/** Waits until a program is ready; throws with what it said when it ends before, or takes a minute. */
export async function until(program: Program, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await ready())) {
    if (program.ended || Date.now() > deadline)
      throw new Error(`it did not start: ${program.output().trim().split("\n").slice(-3).join(" ")}`);
    await sleep(20);
  }
}

/** A TCP port that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Whether something takes connections on a port of this machine. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
