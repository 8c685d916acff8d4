import type { Export } from "./export-href";

/** The name of a file: class, topic, span and, where it is not whole, that. `lab-lamp-lux-20261101-0900-to-20261122-1430.csv` */
export function exportName(
  { form, filter, from, to }: Pick<Export, "form" | "filter" | "from" | "to">,
  { partial = false } = {},
): string {
  const words = filter.match(/[\p{L}\p{N}\p{M}_-]+/gu) ?? [];
  const span = from === undefined && to === undefined ? ["all"] : [...since(from), ...until(to)];
  return `${[...words, ...span, ...(partial ? ["partial"] : [])].join("-")}.${form}`;
}

const since = (from: number | undefined) => (from === undefined ? [] : [stamp(from)]);
const until = (to: number | undefined) => (to === undefined ? [] : ["to", stamp(to)]);

/** By the reader's clock, in characters that every system takes in a name. */
function stamp(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}`;
}
