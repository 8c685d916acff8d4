import { EXAMPLES, type Example } from "#server/contract/sketch";

export { EXAMPLES, type Example };

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
