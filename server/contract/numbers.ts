import { type BackfillSetting, readReading } from "./backfill";

/** What of a message can be drawn: a plain number or switch (1 and 0), or the numeric leaves of a JSON object. */
export type Numbers = { value: number | null; fields: ReadonlyMap<string, number> };

const NONE: ReadonlyMap<string, number> = new Map();

/** The numbers of a payload, read as `readReading` reads them: `12abc`, `NaN` and `1e400` are none. */
export function numbersOf(payload: string | Uint8Array, setting: BackfillSetting = {}): Numbers {
  const reading = readReading(payload, setting);
  if (reading.kind === "number") return { value: reading.value, fields: NONE };
  if (reading.kind === "switch") return { value: reading.value ? 1 : 0, fields: NONE };
  return { value: null, fields: reading.kind === "fields" ? reading.fields : NONE };
}
