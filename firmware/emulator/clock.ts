/** An Uno's crystal. */
export const CLOCK_HZ = 16_000_000;
export const CYCLES_A_MS = CLOCK_HZ / 1000;
