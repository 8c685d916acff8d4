const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A number of bytes in the unit that keeps it under 1,000: 1,234,567 is 1.2 megabytes. */
export function readableSize(bytes: number): { value: number; unit: (typeof UNITS)[number]; digits: number } {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value, unit: UNITS[step] ?? "byte", digits: step > 0 && value < 9.95 ? 1 : 0 };
}
