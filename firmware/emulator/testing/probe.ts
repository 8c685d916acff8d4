import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readHex, runUntil, Uno } from "../index";

export const PROBE_HEX = join(import.meta.dirname, "probe.hex");

/** An Uno that runs `probe.c` and has said that it is there, with all that it said and did since. */
export function startProbe() {
  const seen = { said: "", led: [] as boolean[] };
  const uno = new Uno(readHex(readFileSync(PROBE_HEX, "latin1")), {
    onByte: (byte) => {
      seen.said += String.fromCharCode(byte);
    },
    onPin: (pin, high) => {
      if (pin === 13) seen.led.push(high);
    },
  });
  runUntil(uno, () => seen.said === "!\n");
  seen.said = "";
  return {
    uno,
    seen,
    say: (text: string) => uno.send(new TextEncoder().encode(text)),
    /** Runs until it has said a line. */
    line: () => {
      runUntil(uno, () => seen.said.includes("\n"));
      const [line = ""] = seen.said.split("\n");
      seen.said = seen.said.slice(line.length + 1);
      return line;
    },
  };
}
