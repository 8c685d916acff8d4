import type { Operation } from "./openapi/operation";
import { OPERATIONS } from "./openapi/operations";
import { nothingHere } from "./params";
import { NO_STORE, problemOf } from "./problem";
import type { Route } from "./route";

type Address = { pattern: RegExp; routes: Map<string, Route> };

/** What is described is what is answered: one table for both. Addresses without a varying part come first. */
const ADDRESSES = addressesOf(OPERATIONS);

/**
 * Answers a request to the API by the operation that its method and path name; `not-found` where there is no such
 * address, 405 where it knows another method only (RFC 9110, 15.5.6). The path is taken as it was sent: what `new URL`
 * would resolve of it could name another resource.
 */
export async function answerApi(request: Request, path = new URL(request.url).pathname): Promise<Response> {
  const known: string[] = [];
  for (const { pattern, routes } of ADDRESSES) {
    const found = pattern.exec(path);
    if (!found) continue;
    const route = routes.get(request.method === "HEAD" ? "GET" : request.method);
    if (route) return route(request, { ...found.groups });
    known.push(...routes.keys()); // a class may be called as an address without a varying part ends
  }
  return known.length > 0 ? otherMethods(known, request.method) : problemOf(nothingHere(), request);
}

function otherMethods(known: readonly string[], asked: string): Response {
  const allow = [...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  return new Response(null, { status: asked === "OPTIONS" ? 204 : 405, headers: { ...NO_STORE, allow } });
}

function addressesOf(operations: readonly Operation[]): Address[] {
  const all = new Map<string, Address>();
  for (const { method, path, route } of operations) {
    const address = all.get(path) ?? { pattern: patternOf(path), routes: new Map() };
    address.routes.set(method, route);
    all.set(path, address);
  }
  const varying = (path: string) => path.split("{").length;
  return [...all].sort(([one], [other]) => varying(one) - varying(other)).map(([, address]) => address);
}

/** A topic's slashes are its own; every other part ends at the next one. */
function patternOf(path: string): RegExp {
  const parts = path.replace(/\./g, "\\.").replace(/\{(\w+)\}/g, (_, name: string) => {
    return name === "topic" ? "(?<topic>.+)" : `(?<${name}>[^/]+)`;
  });
  return new RegExp(`^${parts}$`);
}
