import type { Span } from "#server/contract/buckets";
import { type ChartView, isRange, LIVE, SHORTEST_MS, zoomOf } from "./chart-span";

/** The last moment that a date can name (ECMA-262, 21.4.1.1). */
const LAST = 8.64e15;
/** As many as there are colours. */
export const MOST_LINES = 8;

/** A line among those of a page: a topic and the field of its JSON, which is empty where the payload is the number. */
export const lineId = (topic: string, field: string) => `${topic}:${field}`;

/** No topic has a colon (docs/protocol.md, "Names"); a field may. */
export function findLine(id: string): { topic: string; field: string } | null {
  const end = id.indexOf(":");
  return end <= 0 ? null : { topic: id.slice(0, end), field: id.slice(end + 1) };
}

/** A view as the part of an address behind `#`, such as `range=24h&from=1795000000000&to=1795003600000`; empty for the usual one. */
export function writeAddress(view: ChartView): string {
  const words = new URLSearchParams();
  const zoom = zoomOf(view);
  if (view.range !== LIVE.range) words.set("range", view.range);
  if (zoom) {
    words.set("from", String(zoom.from));
    words.set("to", String(zoom.to));
  }
  for (const line of view.lines ?? []) words.append("line", line);
  // An empty choice is one as well.
  if (view.lines?.length === 0) words.set("line", "");
  return words.toString();
}

/** The end of an address that shows the same span on another page, `#` and all; empty for the usual one. */
export function spanAddress(view: ChartView): string {
  const words = writeAddress({ ...view, lines: null });
  return words === "" ? "" : `#${words}`;
}

/** The view of an address; what of it makes no sense is as if it were not there. */
export function readAddress(hash: string): ChartView {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const range = words.get("range") ?? "";
  const zoom = readSpan(words.get("from"), words.get("to"));
  const lines = words.getAll("line").filter((id) => findLine(id) !== null);
  return {
    range: isRange(range) ? range : LIVE.range,
    zooms: zoom ? [zoom] : [],
    lines: words.has("line") ? [...new Set(lines)].slice(0, MOST_LINES) : null,
  };
}

function readSpan(from: string | null, to: string | null): Span | null {
  if (!/^\d{1,16}$/.test(from ?? "") || !/^\d{1,16}$/.test(to ?? "")) return null;
  const span = { from: Number(from), to: Number(to) };
  return span.to <= LAST && span.to - span.from >= SHORTEST_MS ? span : null;
}
