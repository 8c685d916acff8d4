import { readdirSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../app/api");
const modules = import.meta.glob<Record<string, unknown>>("../../app/api/**/route.ts", { eager: true });

/** next-auth's own routes have its own protocol; the last is every address at which there is nothing. */
const NOT_OURS = ["auth/[...nextauth]", "v1/[[...rest]]"];

/** Every route in the tree of app/api, as `GET /api/v1/classes/{class}`, with what answers it. */
export function routesInTree(): Map<string, unknown> {
  const folders = readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === "route.ts")
    .map(({ parentPath }) => path.relative(ROOT, parentPath))
    .filter((folder) => !NOT_OURS.includes(folder));
  return new Map(folders.flatMap(routesIn));
}

function routesIn(folder: string): [string, unknown][] {
  const address = `/api/${folder.replace(/\[(?:\.{3})?(\w+)\]/g, "{$1}")}`;
  const found = modules[path.posix.join("../../app/api", folder, "route.ts")] ?? {};
  return Object.entries(found).map(([method, handler]) => [`${method} ${address}`, handler]);
}
