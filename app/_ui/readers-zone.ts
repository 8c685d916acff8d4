/** A reader who travels sees the new zone's times within this time. */
const GOOD_FOR_MS = 60_000;

let known = { name: "", at: Number.NEGATIVE_INFINITY };

/**
 * The IANA name of this browser's zone. Not asked for with each time that is shown: that takes a formatter of its own,
 * which costs more than to say the time.
 */
export function readersZoneName(): string {
  const now = Date.now();
  if (Math.abs(now - known.at) > GOOD_FOR_MS)
    known = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, at: now };
  return known.name;
}
