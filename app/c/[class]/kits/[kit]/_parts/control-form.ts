import { readPayload } from "#server/contract/payload";

/** How a stream is commanded: a switch, a number (with a slider up to `most`, where one makes sense), or words. */
export type ControlForm =
  | { kind: "switch"; on: boolean; words: readonly [off: string, on: string] }
  | { kind: "number"; value: number; most: number | null }
  | { kind: "text"; value: string };

/** The ranges that boards have: percent, PWM, and the resolutions of their converters. */
const RANGES = [100, 255, 1023, 4095];

/**
 * The form of a control, by what the kit reports on the stream or else by what it was last told. A switch answers in the
 * words that were used before: `true` where there was `false`.
 */
export function controlForm(reported: string | null, commanded: string | null): ControlForm {
  const current = reported ?? commanded ?? "";
  const told = readPayload(commanded ?? current);
  const reading = readPayload(current);
  if (told.kind === "switch" || reading.kind === "switch") {
    const on = reading.kind === "switch" ? reading.value : reading.kind === "number" && reading.value !== 0;
    return {
      kind: "switch",
      on,
      words: wordsLike(told.kind === "switch" ? (commanded ?? current) : current),
    };
  }
  if (reading.kind === "number") {
    const most = Number.isInteger(reading.value) && reading.value >= 0 ? rangeOf(reading.value) : null;
    return { kind: "number", value: reading.value, most };
  }
  return { kind: "text", value: current };
}

function rangeOf(value: number): number | null {
  return RANGES.find((most) => value <= most) ?? null;
}

function wordsLike(word: string): readonly [string, string] {
  const upper = word.trim() !== "" && word.trim() === word.trim().toUpperCase();
  const pair = /^(true|false)$/i.test(word.trim()) ? (["false", "true"] as const) : (["off", "on"] as const);
  return upper ? [pair[0].toUpperCase(), pair[1].toUpperCase()] : pair;
}
