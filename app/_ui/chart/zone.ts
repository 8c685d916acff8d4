import { readersZoneName } from "@/_ui/readers-zone";

const MINUTE = 60_000;

/** A time zone's clock: what it shows at a time, and when it shows something; both in milliseconds as if it were UTC. */
export type Zone = { localOf(at: number): number; timeOf(local: number): number };

/** The zone of an IANA name, summer time and its changes included. */
export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  const known = new Map<number, number>();

  function offsetAt(at: number): number {
    // No zone changes its clock within a quarter of an hour.
    const quarter = Math.floor(at / (15 * MINUTE));
    const offset = known.get(quarter) ?? readOffset(format, at);
    known.set(quarter, offset);
    return offset;
  }

  return {
    localOf: (at) => at + offsetAt(at),
    // A time that is there twice is the earlier; one that is left out is as much later as the clock is put forward.
    timeOf: (local) => {
      const before = local - offsetAt(local - 12 * 60 * MINUTE);
      const after = local - offsetAt(local + 12 * 60 * MINUTE);
      return (
        [Math.min(before, after), Math.max(before, after)].find((at) => at + offsetAt(at) === local) ?? before
      );
    },
  };
}

function readOffset(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes, seconds] = /^GMT([+-])(\d+):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE + Number(seconds ?? 0) * 1000;
  return sign === "-" ? -size : size;
}

const zones = new Map<string, Zone>();

/** The zone of this browser. */
export function readersZone(): { name: string; zone: Zone } {
  const name = readersZoneName();
  const zone = zones.get(name) ?? zoneOf(name);
  zones.set(name, zone);
  return { name, zone };
}
