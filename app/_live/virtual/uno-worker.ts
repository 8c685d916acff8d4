import { readHex, runPaced, Uno } from "@kitroom/emulator";
import type { FromUno, ToUno } from "./uno-messages";

/**
 * An Uno in a worker of its own: a page's timers are slowed down while its tab is hidden, a worker's are not. What
 * happens within one slice of its time is told in one message.
 */
const said: number[] = [];
const switched = new Map<number, boolean>();
/** What is connected before the sketch starts. */
const touched: ToUno[] = [];
let uno: Uno | null = null;
let telling = false;

addEventListener("message", ({ data }: MessageEvent<ToUno>) => {
  if (data.kind === "start") start(data.hex);
  else if (uno === null) touched.push(data);
  else obey(uno, data);
});

function start(hex: string): void {
  uno = new Uno(readHex(hex), {
    onByte: (byte) => {
      said.push(byte);
      tellSoon();
    },
    onPin: (pin, high) => {
      switched.set(pin, high);
      tellSoon();
    },
  });
  for (const message of touched.splice(0)) obey(uno, message);
  runPaced(uno);
}

function obey(board: Uno, message: ToUno): void {
  if (message.kind === "bytes") board.send(message.bytes);
  else if (message.kind === "volts") board.setVolts(message.channel, message.volts);
  else if (message.kind === "drive") board.drive(message.pin, message.high);
  else if (message.kind === "reset") board.reset();
}

/** After the slice that runs now. */
function tellSoon(): void {
  if (telling) return;
  telling = true;
  queueMicrotask(() => {
    telling = false;
    if (said.length > 0) tell({ kind: "bytes", bytes: Uint8Array.from(said.splice(0)) });
    if (switched.size > 0) tell({ kind: "pins", high: new Map(switched) });
    switched.clear();
  });
}

const tell = (message: FromUno) => postMessage(message);
