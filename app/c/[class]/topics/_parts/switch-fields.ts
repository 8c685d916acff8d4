/** The fields of a JSON object that are `true` or `false` (which charts draw as 1 and 0), by their dotted path. */
export function switchFields(text: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  // Most objects have none; then there is nothing to parse.
  if (/true|false/.test(text)) collect(JSON.parse(text), "", found);
  return found;
}

/** Deeper ones are no fields (server/contract/payload.ts). */
const MAX_DEPTH = 5;

function collect(value: unknown, path: string, into: Map<string, boolean>, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === "boolean") into.set(path, value);
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value))
    collect(inner, path ? `${path}.${name}` : name, into, depth + 1);
}
