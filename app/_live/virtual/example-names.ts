/** The lessons of the library's examples, in their order. */
export const EXAMPLES = [
  "01-publish",
  "02-command",
  "03-both",
  "04-alarm",
  "05-many-sensors",
  "06-qos",
  "07-kit-to-kit",
  "08-cable",
] as const;

export type Example = (typeof EXAMPLES)[number];

/** What a kit runs that nothing else was chosen for: it reports and obeys. */
export const FIRST_EXAMPLE: Example = "03-both";

/** Which kits run which examples, as in `lamp:03-both,desk:05-many-sensors`; what makes no sense is left out. */
export function readRun(run: string | undefined): Map<string, Example> {
  const pairs = (run ?? "").split(",").map((pair) => pair.split(":"));
  return new Map(
    pairs.flatMap(([kit, name]) => {
      const example = EXAMPLES.find((known) => known === name);
      return kit && example ? [[kit, example] as const] : [];
    }),
  );
}

export const writeRun = (run: ReadonlyMap<string, Example>): string =>
  [...run].map(([kit, example]) => `${kit}:${example}`).join(",");
