/** A day as date fields have it, `2026-11-22`, by the reader's own clock. */
export function dayText(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a day begins for the reader, in milliseconds; null where the text is no day. */
export function startOfDay(text: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (day === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return dayText(date.getTime()) === text ? date.getTime() : null;
}

/** When a day ends for the reader: its last millisecond. Days of a change of clocks have 23 or 25 hours. */
export function endOfDay(text: string): number | null {
  const start = startOfDay(text);
  if (start === null) return null;
  const date = new Date(start);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() - 1;
}
