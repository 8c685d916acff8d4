import { type BackfillSetting, readReading } from "./backfill";
import { bytesOf } from "./topic";

/** What of a message can be drawn: a plain number or switch (1 and 0), or the numeric leaves of a JSON object. */
export type Numbers = { value: number | null; fields: ReadonlyMap<string, number> };

/** Longer names of fields make no series: they would not fit into an index. */
export const MAX_FIELD_BYTES = 200;

const NONE: ReadonlyMap<string, number> = new Map();

/** The numbers of a payload, read as `readReading` reads them: `12abc`, `NaN` and `1e400` are none. */
export function numbersOf(payload: string | Uint8Array, setting: BackfillSetting = {}): Numbers {
  const reading = readReading(payload, setting);
  if (reading.kind === "number") return { value: reading.value, fields: NONE };
  if (reading.kind === "switch") return { value: reading.value ? 1 : 0, fields: NONE };
  if (reading.kind !== "fields") return { value: null, fields: NONE };
  return { value: null, fields: new Map([...reading.fields].filter(([name]) => isFieldName(name))) };
}

/** Whether a leaf of this path can be asked for. PostgreSQL's text takes neither NUL nor half a character. */
export function isFieldName(name: string): boolean {
  return name !== "" && !/[\0\p{Cs}]/u.test(name) && bytesOf(name) <= MAX_FIELD_BYTES;
}
