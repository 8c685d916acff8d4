import type { z } from "zod";
import { standingIn } from "../authority/may";
import { noteRefusal } from "../authority/refusals";
import { requireActor } from "../authority/who";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { requireMayChange } from "./allow";
import { readJson } from "./body";
import { type Found, type ParamName, readParams } from "./params";
import { parseInput } from "./parse";
import { NO_STORE, problemOf } from "./problem";

/** Says of a route that it needs no session. */
export const anybody = "anybody";

/** Whether this may be asked at all; it may throw `not-found` where the asker may not know. */
export type Allow<Params> = (actor: Actor, params: Params) => boolean;

type Who<A> = A extends typeof anybody ? null : Actor;

type Asked<A, Params, Input, Query> = {
  request: Request;
  actor: Who<A>;
  params: Params;
  input: Input;
  query: Query;
};

type Nothing = z.ZodUndefined;

type Spec<Name extends ParamName, A, Input extends z.ZodType, Query extends z.ZodType> = {
  /** The varying parts of the address. */
  params?: readonly Name[];
  /** The schema of the body; without one it is not read. */
  input?: Input;
  /** The schema of what stands behind the `?`. */
  query?: Query;
  /** Who may ask. Nobody can forget it: without it this does not compile. */
  allow: A;
  /** The status of a success; a Response that is answered keeps its own. */
  status?: 200 | 201 | 204;
  answer(asked: Asked<A, Record<Name, string>, z.output<Input>, z.output<Query>>): unknown;
};

const READS = new Set(["GET", "HEAD"]);

type Handler = (request: Request, found?: Found) => Promise<Response>;

/** What a route is made of, for the API's description (openapi/): the very schemas that parse what it is asked. */
export type RouteFacts = {
  params: readonly ParamName[];
  input: z.ZodType | null;
  query: z.ZodType | null;
  allow: unknown;
  status: number;
};

export type Route = Handler & { facts: RouteFacts };

/**
 * A route of the API: who asks, may they, what do they want, the answer; each step ends the request where it fails.
 * The body is read last, so that strangers cannot make the server parse it.
 */
export function route<
  A extends typeof anybody | Allow<Record<Name, string>>,
  const Name extends ParamName = never,
  Input extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
>(spec: Spec<Name, A, Input, Query>): Route {
  const handle: Handler = async (request, found = {}) => {
    let asker: Actor | null = null;
    try {
      const actor = (spec.allow === anybody ? null : await requireActor(request)) as Who<A>; // decided by spec.allow
      asker = actor;
      const params = readParams(spec.params ?? [], found);
      requireAllowed(spec.allow, actor, params);
      if (actor && !READS.has(request.method)) requireMayChange(actor);
      const query = (spec.query && parseInput(spec.query, queryOf(request))) as z.output<Query>;
      const input = (spec.input && parseInput(spec.input, await readJson(request))) as z.output<Input>;
      return respond(await spec.answer({ request, actor, params, input, query }), spec.status);
    } catch (error) {
      if (asker && error instanceof Refusal)
        note(asker, error, { method: request.method, class: found.class });
      return problemOf(error, request);
    }
  };
  const { params = [], input = null, query = null, allow, status = 200 } = spec;
  return Object.assign(handle, { facts: { params, input, query, allow, status } });
}

/** What a member of the class is refused its instructors can read; not that something they looked for is not there. */
function note(
  actor: Actor,
  { code, message }: Refusal,
  asked: { method: string; class?: string | undefined },
): void {
  if (asked.class === undefined || !standingIn(actor, asked.class)) return;
  if (code === "unavailable" || (code === "not-found" && READS.has(asked.method))) return;
  noteRefusal({ class: asked.class, person: { id: actor.id, name: actor.name }, code, message });
}

function requireAllowed<Params>(
  allow: typeof anybody | Allow<Params>,
  actor: Actor | null,
  params: Params,
): void {
  if (allow === anybody) return;
  if (!actor || !allow(actor, params)) throw new Refusal("not-allowed", "This is not yours to do.");
}

/** What stands behind the `?`. Of a name that stands there twice nobody knows which was meant. */
function queryOf(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url);
  const query = Object.fromEntries(searchParams);
  for (const field of Object.keys(query))
    if (searchParams.getAll(field).length > 1)
      throw new Refusal("bad-input", `${field}: given twice`, {
        errors: [{ field, message: "given twice" }],
      });
  return query;
}

function respond(value: unknown, status = 200): Response {
  if (value instanceof Response) return value;
  if (status === 204) return new Response(null, { status, headers: NO_STORE });
  return Response.json(value, { status, headers: NO_STORE });
}
