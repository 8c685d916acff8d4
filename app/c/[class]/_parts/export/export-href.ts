export type ExportForm = "csv" | "jsonl";

/** A file of stored messages: of a topic or filter, `from` and `to` included (milliseconds). */
export type Export = {
  form: ExportForm;
  filter: string;
  from?: number;
  to?: number;
  /** CSV: the times of this zone of the IANA database as well. */
  zone?: string;
  /** CSV: a byte order mark first, by which spreadsheets know UTF-8. */
  bom?: boolean;
};

/** Where the file is. */
export function exportHref({ form, filter, from, to, zone, bom = false }: Export): string {
  const asked = new URLSearchParams({ topic: filter });
  if (from !== undefined) asked.set("from", String(from));
  if (to !== undefined) asked.set("to", String(to));
  if (form === "csv" && zone !== undefined) asked.set("zone", zone);
  if (form === "csv" && bom) asked.set("bom", "true");
  return `/api/v1/classes/${classOf(filter)}/export.${form}?${asked}`;
}

/** The class of a topic or filter, its first level. */
export const classOf = (filter: string) => filter.split("/")[0] ?? "";
