/** What the server says of a PIN that it does not take. */
export const COMMON_PIN = "a PIN that others guess first: no years, no runs, no pattern";

/** Four to eight digits. */
export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text);
}

/** What people choose beyond what has a pattern: keys in a line, and numbers with a meaning. */
const FAVOURITES = [
  "0852",
  "1004",
  "1024",
  "1225",
  "1379",
  "1470",
  "2580",
  "3690",
  "3791",
  "5683",
  "6969",
  "8282",
];

/** Whether a PIN is among those that a guesser tries first: runs, repetitions, years, and what many people choose. */
export function isCommonPin(pin: string): boolean {
  return (
    isRun(pin) || isRepetition(pin) || isMirror(pin) || isYear(pin) || isFavourite(pin) || isDoubled(pin)
  );
}

/** 1234, 8765, 2468, 7777: each digit as far from the next, 0 after 9 included. */
function isRun(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

/** 1212, 123123 */
function isRepetition(pin: string): boolean {
  return /^(.+)\1+$/.test(pin);
}

/** 1221, 123321 */
function isMirror(pin: string): boolean {
  return [...pin].reverse().join("") === pin;
}

/** 1122, 112233 */
function isDoubled(pin: string): boolean {
  return /^(?:(.)\1)+$/.test(pin);
}

/** A year of somebody's life, alone or with a day of it before or behind. */
function isYear(pin: string): boolean {
  return /^(19[4-9]\d|20[0-4]\d)$/.test(pin) || (pin.length === 8 && isDay(pin));
}

function isDay(pin: string): boolean {
  const year = "(19[4-9]\\d|20[0-4]\\d)";
  const month = "(0[1-9]|1[0-2])";
  const day = "(0[1-9]|[12]\\d|3[01])";
  return new RegExp(`^(${year}${month}${day}|${day}${month}${year}|${month}${day}${year})$`).test(pin);
}

function isFavourite(pin: string): boolean {
  return FAVOURITES.some((favourite) => pin.startsWith(favourite) && pin.length === favourite.length);
}
