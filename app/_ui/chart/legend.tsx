import { colourVariable } from "./colours";
import type { Line } from "./lines";

/** Which line is which: its colour beside its name. */
export function Legend({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="mb-1 flex flex-wrap gap-x-4 text-small text-muted">
      {lines.map((line) => (
        <li key={line.id} className="inline-flex items-center gap-1.5">
          <svg viewBox="0 0 14 4" aria-hidden="true" className="h-1 w-3.5">
            <rect width="14" height="4" rx="2" fill={colourVariable(line.colour)} />
          </svg>
          {line.name}
          {line.unit && <span>({line.unit})</span>}
        </li>
      ))}
    </ul>
  );
}
