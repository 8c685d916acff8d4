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
  const usual = new Intl.DateTimeFormat(locale, { ...FORMS[form], timeZone: zoneName });
  const day = new Intl.DateTimeFormat(locale, { ...FORMS.days, timeZone: zoneName });
  const isClock = form === "seconds" || form === "minutes";
  return (at) => (isClock && isMidnight(at, zone) ? day : usual).format(at);
}
