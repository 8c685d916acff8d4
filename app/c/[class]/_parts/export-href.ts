/** The file of a filter's messages. CSV begins with a byte order mark, so that spreadsheets read Korean as Korean. */
export function exportHref(form: "csv" | "jsonl", filter: string, zone?: string): string {
  const [className = ""] = filter.split("/");
  const asked = new URLSearchParams({ topic: filter });
  if (form === "csv") asked.set("bom", "true");
  if (zone !== undefined) asked.set("zone", zone);
  return `/api/v1/classes/${className}/export.${form}?${asked}`;
}
