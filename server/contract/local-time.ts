const MINUTE = 60_000;

/** Whether this names a time zone of the IANA database, such as `Asia/Seoul`; a bare offset does not. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Writes times (milliseconds) as the clocks of a zone show them: `2026-11-22T09:00:00.123+09:00` (ISO 8601). */
export function clockOf(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  let minute = Number.NaN;
  let offset = { text: "+00:00", ms: 0 };
  return (at) => {
    // Clocks are put forward and back at whole minutes, and asking for the offset takes longer than all the rest.
    if (Math.floor(at / MINUTE) !== minute) {
      minute = Math.floor(at / MINUTE);
      offset = offsetAt(format, at);
    }
    return `${new Date(at + offset.ms).toISOString().slice(0, -1)}${offset.text}`;
  };
}

function offsetAt(format: Intl.DateTimeFormat, at: number): { text: string; ms: number } {
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "00", minutes = "00"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return { text: `${sign}${hours}:${minutes}`, ms: sign === "-" ? -ms : ms };
}
