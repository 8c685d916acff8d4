import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import path from "node:path";

/** The page that the bench's results are kept in. Each part of the bench has a section of it, between two comments. */
const PAGE = path.resolve(import.meta.dirname, "../docs/performance.md");

/** Puts a body into the named section of a page; throws where the page has no such section. */
export function replaceSection(page: string, name: string, body: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`there is no section ${name} on the page of results`);
  return `${page.slice(0, from + begin.length)}\n\n${body.trim()}\n\n${page.slice(to)}`;
}

/** Rewrites one section of docs/performance.md; the others stay as they are. */
export async function writeSection(name: string, body: string): Promise<void> {
  await writeFile(PAGE, replaceSection(await readFile(PAGE, "utf8"), name, body));
}

/** A Markdown table. Numbers are told as they are given: round them first (`figure`). */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const columns = head.map((title, at) =>
    Math.max(3, title.length, ...rows.map((row) => String(row[at] ?? "").length)),
  );
  const line = (cells: readonly (string | number)[]) =>
    `| ${columns.map((width, at) => String(cells[at] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), `| ${columns.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}

/** A number as people read it: three digits that matter, thousands apart, a dash where nothing was measured. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "-";
  if (value === 0 || Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

/** A share as people read it. */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** How many times as much; a dash where there is nothing to compare with. */
export function ratio(value: number | null | undefined, to: number | null | undefined): string {
  if (!value || !to || !Number.isFinite(value / to)) return "-";
  return `${figure(value / to)}x`;
}

/** When and on what this was measured, in one line. The load average tells whether the machine was busy with other things. */
export function circumstances(): string {
  const [model] = cpus().map((cpu) => cpu.model.trim());
  const day = new Date().toISOString().slice(0, 16).replace("T", " ");
  return [
    `Measured ${day} UTC`,
    `${cpus().length} cores${model ? ` (${model})` : ""}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node ${process.versions.node}`,
    `load average ${figure(loadavg()[0])}`,
  ].join(", ");
}
