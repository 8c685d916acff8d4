import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** Who may import whom: the table of ARCHITECTURE.md. A part may always import itself. */
const MAY: Record<string, readonly string[]> = {
  once: [],
  log: ["once"],
  contract: [],
  sql: ["contract", "log", "once"],
  authority: ["contract", "log", "once", "sql"],
  history: ["contract", "log", "sql"],
  mqtt: ["contract", "log", "sql", "authority", "history"],
  socket: ["contract", "log", "sql", "authority", "mqtt", "history"],
  live: ["contract", "once"],
  router: ["contract", "log", "sql", "authority", "history", "live"],
  embedded: ["contract", "log", "sql"],
  "app/server": ["app/server", "app/client", "contract", "sql", "authority", "router", "history"],
  "app/client": ["app/client", "app/server", "contract"],
  // Of app/server only types: what the browser imports when it runs counts as app/client itself.
  e2e: ["contract"],
  bench: ["contract", "log", "sql", "history", "embedded"], // it fills the database, and runs the recorder, as the product does
};

/** Outside things that one part of the product alone may touch. */
const OUTSIDE: Record<string, RegExp> = {
  mqtt: /^server\/mqtt\/link\.ts$|^app\/_live\/cable\/network\.ts$/, // in the page as the network of a kit on a cable
  aedes: /^server\/mqtt\/embedded\//,
  "aedes-persistence": /^server\/mqtt\/embedded\//,
  "@prisma/client": /^server\/sql\//,
  "@prisma/adapter-pg": /^server\/sql\//,
  pg: /^server\/(sql|embedded)\//,
  "next-auth": /^server\/authority\/|^app\/_live\//,
  jose: /^server\/authority\//,
  pino: /^server\/log\.ts$/,
  "socket.io": /^server\/socket\//,
  "socket.io-client": /^app\/_live\//,
};

type Source = { file: string; text: string; client: boolean };

const sources = ["server", "app", "e2e", "bench"]
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap(read);
const inBrowser = reachedFromClient();

function read(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter(
      (file) =>
        !file.includes("/generated/") &&
        !file.includes("/.") && // what the bench has installed and stored
        !/\.(test|e2e)\.tsx?$/.test(file) &&
        !/testing|\/acceptance\//.test(file),
    )
    .map((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return { file, text, client: /^\s*["']use client["']/.test(text) };
    });
}

/** Files of app that run in the browser: those that say "use client", and what they import of app. */
function reachedFromClient(): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file) || !file.startsWith("app/")) return;
    reached.add(file);
    const source = sources.find((candidate) => candidate.file === file);
    if (source) for (const target of runtimeImportsOf(source)) visit(target);
  };
  for (const { file, client } of sources) if (client) visit(file);
  return reached;
}

/** The part of the house that a file belongs to; null for the composition root, which may import everything. */
function partOf(file: string): string | null {
  const [top = "", room = ""] = file.split("/");
  if (top === "app") return inBrowser.has(file) ? "app/client" : "app/server";
  if (top !== "server") return top;
  if (file.split("/").length > 2) return room;
  const name = room.replace(/\.ts$/, "");
  return name in MAY ? name : null;
}

function importsOf({ file, text }: Source): string[] {
  const found = [
    ...text.matchAll(
      /(?:^|\s)(?:import|export)\s[^;"']*?from\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm,
    ),
  ];
  return found.map(([, named, dynamic, bare]) => locate(file, named ?? dynamic ?? bare ?? ""));
}

/** A path inside the project, or the package's name. */
function locate(from: string, specifier: string): string {
  if (specifier.startsWith("#server/")) return resolveFile(`server/${specifier.slice("#server/".length)}`);
  if (specifier.startsWith("@/")) return resolveFile(`app/${specifier.slice(2)}`);
  if (specifier.startsWith(".")) return resolveFile(join(dirname(from), specifier));
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

function resolveFile(path: string): string {
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
  return candidates.find((candidate) => sources.some(({ file }) => file === candidate)) ?? path;
}

test("P04 every part imports only what the table of ARCHITECTURE.md allows", () => {
  const wrong: string[] = [];
  for (const source of sources) {
    const part = partOf(source.file);
    if (part === null) continue;
    for (const target of importsOf(source)) {
      if (!/^(server|app|e2e|bench)\//.test(target) || target.includes("/generated/")) continue;
      const other = partOf(target);
      if (other === part) continue;
      if (other === null || !MAY[part]?.includes(other)) wrong.push(`${source.file} -> ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("P04 P16 each outside thing is touched by one part alone", () => {
  const product = sources.filter(({ file }) => /^(server|app)\//.test(file));
  const wrong = product.flatMap((source) =>
    importsOf(source)
      .filter((target) => target in OUTSIDE && !OUTSIDE[target]?.test(source.file))
      .map((target) => `${source.file} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("only config.ts reads the environment", () => {
  const readers = sources.filter(
    ({ file, text }) =>
      /process\.env/.test(text) && file !== "server/config.ts" && file.startsWith("server/"),
  );
  expect(readers.map(({ file }) => file)).toEqual([]);
});

test("no file imports itself in a circle", () => {
  const edges = new Map(sources.map((source) => [source.file, runtimeImportsOf(source)]));
  const circles: string[] = [];
  const done = new Set<string>();
  function walk(file: string, path: readonly string[]): void {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  }
  for (const file of edges.keys()) walk(file, []);
  expect(circles).toEqual([]);
});

/** Types are gone when the program runs, so they make no circle. */
function runtimeImportsOf(source: Source): string[] {
  const text = source.text.replace(/(import|export)\s+type\s[^;]*;/g, "");
  return importsOf({ ...source, text });
}

test("P16 SQL is never put together from strings: values travel as parameters", () => {
  const unsafe = sources.filter(({ text }) => /\$queryRawUnsafe|\$executeRawUnsafe|Prisma\.raw/.test(text));
  expect(unsafe.map(({ file }) => file)).toEqual([]);
});
