import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** What a route answered: its status, its headers, and its JSON as the test expects it to be; of files their text. */
export type Answer<Body> = { status: number; headers: Headers; body: Body };

export type Question = {
  /** A bearer token. */
  as?: string | undefined;
  body?: unknown;
  /** The body as it is, not made to JSON. */
  raw?: BodyInit;
  headers?: Record<string, string>;
};

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;
type Module = Record<string, Handler | undefined>;

const ROOT = path.resolve(import.meta.dirname, "../../app/api");
const files = import.meta.glob<Module>("../../app/api/**/route.ts");

/**
 * Asks the API as Next does: the folders of `app/api` choose the handler. Without Next itself, so that a test needs
 * no build; end to end it is asked through Next.
 */
export async function ask<Body = Record<string, unknown>>(
  method: string,
  address: string,
  { as, body, raw, headers = {} }: Question = {},
): Promise<Answer<Body>> {
  const url = new URL(address, "http://kitroom.test");
  const { file, params } = requireRoute(url.pathname.split("/").slice(2));
  const handler = (await files[file]?.())?.[method];
  if (!handler) return { status: 405, headers: new Headers(), body: null as Body }; // as Next answers
  const content = raw ?? (body === undefined ? null : JSON.stringify(body));
  const request = new Request(url, {
    method,
    body: content,
    headers: { host: url.host, ...(as === undefined ? {} : { authorization: `Bearer ${as}` }), ...headers },
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text && isJson(response) ? JSON.parse(text) : text || null) as Body,
  };
}

function isJson({ headers }: Response): boolean {
  return /[/+]json(;|$)/.test(headers.get("content-type") ?? "");
}

type Found = { file: string; params: Record<string, string | string[]> };

function requireRoute(segments: readonly string[]): Found {
  const found = descend(ROOT, segments, {});
  if (!found) throw new Error(`no route for ${segments.join("/")}`);
  return found;
}

/** Next's order: a folder of that name, then `[part]`, then `[...parts]`, then `[[...parts]]`. */
function descend(folder: string, segments: readonly string[], params: Found["params"]): Found | null {
  const [segment, ...rest] = segments;
  if (segment === undefined && existsSync(path.join(folder, "route.ts"))) return routeAt(folder, params);
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const inside = (name: string) => path.join(folder, name);
  for (const { name } of folders)
    if (name === segment) {
      const found = descend(inside(name), rest, params);
      if (found) return found;
    }
  for (const { name } of folders) {
    const single = /^\[([^.[\]]+)\]$/.exec(name)?.[1];
    const found = single && segment ? descend(inside(name), rest, { ...params, [single]: segment }) : null;
    if (found) return found;
  }
  for (const { name } of folders) {
    const many = /^\[(\[)?\.{3}([^[\]]+)\]\]?$/.exec(name);
    if (many?.[2] && (segment !== undefined || many[1]))
      return routeAt(inside(name), { ...params, [many[2]]: [...segments] });
  }
  return null;
}

function routeAt(folder: string, params: Found["params"]): Found {
  return { file: path.posix.join("../../app/api", path.relative(ROOT, folder), "route.ts"), params };
}
