import { isMidnight, type TickForm } from "./time-ticks";
import type { Zone } from "./zone";

const FORMS: Record<TickForm, Intl.DateTimeFormatOptions> = {
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  minutes: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  days: { day: "numeric", month: "short" },
  months: { month: "short", year: "numeric" },
};

/** How the marks of a time axis are said: hours as the clock shows them, the day where one begins. */
export function tickText(
  locale: string,
  zoneName: string,
  zone: Zone,
  form: TickForm,
): (at: number) => string {
  const usual = formatOf(locale, zoneName, form);
  const day = formatOf(locale, zoneName, "days");
  const isClock = form === "seconds" || form === "minutes";
  return (at) => (isClock && isMidnight(at, zone) ? day : usual).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Kept: each of them takes longer to make than all marks of a chart to be said. */
function formatOf(locale: string, timeZone: string, form: TickForm): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${form}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...FORMS[form], timeZone });
  formats.set(key, format);
  return format;
}
