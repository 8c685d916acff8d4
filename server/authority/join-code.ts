import { findOpenClass, type OpenClass } from "../sql/admissions";
import { braked } from "./brake";

/** How much of a code a guesser has to hold still: guesses at one class's neighbourhood are counted together. */
const PREFIX = 2;

/** The class that a join code opens, or null. Throws `too-many` while guesses at codes are braked. */
export function openByCode(code: string): Promise<OpenClass | null> {
  const brakes = [
    { kind: "join", of: code.slice(0, PREFIX) },
    { kind: "join", of: "everywhere" },
  ] as const;
  return braked(brakes, () => findOpenClass(code));
}
