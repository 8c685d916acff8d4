/** From here on a number is written in powers of ten: a payload may be 1e300, which has three hundred digits. */
const HUGE = 1e12;

export const POWERS_OF_TEN = { notation: "scientific", maximumSignificantDigits: 5 } as const;

/** How a number is written whose line has so many digits (`Intl.NumberFormat`'s options). */
export function digitsFor<Digits extends object>(
  value: number,
  digits: Digits,
): Digits | typeof POWERS_OF_TEN {
  return Math.abs(value) >= HUGE ? POWERS_OF_TEN : digits;
}
