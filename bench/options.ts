import { parseArgs } from "node:util";

export type Options = {
  workloads: string[];
  peers: string[];
  /** A built server to measure instead of this folder's. */
  server: string | null;
  quick: boolean;
  write: boolean;
};

/** Reads the command line; throws a line that names what there is where something else was asked for. */
export function readOptions(
  given: readonly string[],
  known: { workloads: readonly string[]; peers: readonly string[] },
): Options {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      peers: { type: "string" },
      server: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  return {
    workloads: chosen("workload", positionals, known.workloads),
    peers: values.peers === "none" ? [] : chosen("peer", values.peers?.split(",") ?? [], known.peers),
    server: values.server ?? null,
    quick: values.quick,
    write: values.write,
  };
}

/** In the order in which they are known; all where none is named. */
function chosen(what: string, named: readonly string[], known: readonly string[]): string[] {
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`there is no ${what} ${unknown}; there are ${known.join(", ")}`);
  return named.length === 0 ? [...known] : known.filter((name) => named.includes(name));
}
