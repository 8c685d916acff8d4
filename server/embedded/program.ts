import { type SpawnOptions, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a program did: its exit code (-1 when it never ran or was killed) and all it wrote. */
export type Outcome = { code: number; output: string };

/** Runs a program to its end. Never throws: a program that is missing or forbidden is an outcome as well. */
export function run(file: string, args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", (error) => resolve({ code: -1, output: error.message }));
    // Not `close`: on Windows the server that pg_ctl leaves behind inherits the pipes and keeps them open.
    child.once("exit", (code) => {
      const done = () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code: code ?? -1, output });
      };
      child.once("close", done);
      setTimeout(done, 250).unref();
    });
  });
}

/** The line of a program's output that says what went wrong, for a message of one line. */
export function complaint(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const loud = lines.find((line) => /\b(FATAL|PANIC|error|could not|cannot)\b/.test(line));
  const said = loud ?? lines.filter((line) => line !== "").at(-1) ?? "no reason given";
  return said.replace(/^.*?\b(FATAL|PANIC|error):\s*/, "");
}

/** Whether a process of this id lives (one of another user's counts, one that only waits to be buried does not). */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/** In a container without an init process the dead are never buried (proc(5), `stat`: the state follows the name). */
function isZombie(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true; // it has gone since
  }
}
