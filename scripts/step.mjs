import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./project.mjs";

const STOP = ["SIGINT", "SIGTERM"];
const TAIL_LINES = 60;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** A failure that has been shown to whoever started the script: no stack is needed. */
export class StepFailed extends Error {}

/** Runs `work` as one step with its title and its seconds on a line. Whatever it throws goes on. */
export async function step(title, work) {
  const started = Date.now();
  const stop = showProgress(title);
  try {
    const result = await work();
    stop(`✔ ${title} (${seconds(started)})`);
    return result;
  } catch (error) {
    stop(`✘ ${title} (${seconds(started)})`);
    throw error;
  }
}

/** Runs a program and keeps what it says to itself; when it fails, shows the end of that and throws StepFailed. */
export async function quietly(file, args, env = {}) {
  const { code, output } = await capture(file, args, env);
  if (code !== 0) throw new StepFailed(tail(output) || `${file} ended with code ${code}`);
}

/** Runs a program to its end: its exit code (-1 when it could not run) and all that it said. */
export async function capture(file, args, env = {}) {
  const child = spawn(file, args, { ...common(env), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const collect = (chunk) => {
    output += chunk;
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await ended(child, (error) => collect(error.message));
  return { code, output };
}

/** Runs a program at this terminal, to be read while it runs; returns its exit code. */
export function openly(file, args, env = {}) {
  const child = spawn(file, args, { ...common(env), stdio: "inherit" });
  return ended(child, (error) => console.error(error.message));
}

/** The child's exit code, -1 where it could not run. Meanwhile a signal to us ends it, and then us. */
function ended(child, onError) {
  return new Promise((resolve) => {
    let stopped = null;
    const stop = (signal) => {
      stopped = signal;
      child.kill(signal);
    };
    for (const signal of STOP) process.on(signal, stop);
    const done = (code) => {
      for (const signal of STOP) process.off(signal, stop);
      if (stopped) process.exit(128 + constants.signals[stopped]);
      resolve(code ?? -1);
    };
    child.once("close", done);
    child.once("error", (error) => {
      onError(error);
      done(-1);
    });
  });
}

function common(env) {
  return { cwd: root, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env }, windowsHide: true };
}

export function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

function tail(output) {
  const lines = output.trimEnd().split("\n");
  return lines.slice(-TAIL_LINES).join("\n");
}

/** A turning wheel on a terminal, one line elsewhere; returns what ends it with a last line. */
function showProgress(title) {
  if (!process.stdout.isTTY) {
    console.log(`… ${title}`);
    return (line) => console.log(line);
  }
  const started = Date.now();
  let frame = 0;
  const draw = () =>
    process.stdout.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${title} ${seconds(started)}`);
  const timer = setInterval(draw, 120);
  draw();
  return (line) => {
    clearInterval(timer);
    process.stdout.write(`\r\x1b[2K${line}\n`);
  };
}
