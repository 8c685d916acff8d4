/** How many series colours there are: `--color-series-1` to `--color-series-8`. */
const COLOURS = 8;

/**
 * A colour (1 to 8) for each stream. It comes from the stream's own name, so that the same stream has the same one on
 * every page; only where two of one picture would share it does the later one take the next that is free.
 */
export function coloursOf(names: readonly string[]): Map<string, number> {
  const taken = new Set<number>();
  const colours = new Map<string, number>();
  for (const name of names) {
    const wished = hash(name) % COLOURS;
    const steps = Array.from({ length: COLOURS }, (_, step) => (wished + step) % COLOURS);
    const colour = steps.find((candidate) => !taken.has(candidate)) ?? wished;
    taken.add(colour);
    colours.set(name, colour + 1);
  }
  return colours;
}

export const colourVariable = (colour: number) => `var(--color-series-${colour})`;

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
