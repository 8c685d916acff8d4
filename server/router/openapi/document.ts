import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { REFUSALS, type RefusalCode } from "../../contract/refusal";
import { type Problem, problem } from "../../contract/shapes";
import { PARAMS } from "../params";
import { type FileAnswer, isOpen, NOUNS, type Operation, refusalsOf, whoMay } from "./operation";
import { type JsonSchema, openSchemas } from "./schemas";

/** What the description of the API says of one operation, as far as the page that shows it needs. */
export type DescribedOperation = {
  operationId: string;
  tags: [string];
  summary: string;
  description: string;
  security: readonly Record<string, readonly string[]>[];
  parameters: {
    name: string;
    in: "path" | "query";
    required: boolean;
    description: string;
    schema: JsonSchema;
  }[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema; example: unknown }> };
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema: JsonSchema; example?: unknown }> }
  >;
};

/** An OpenAPI 3.1 document. */
export type Description = {
  openapi: "3.1.0";
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> };
};

const MEANING: Record<RefusalCode, string> = {
  "bad-input": "the input does not parse; `errors` says where",
  "not-signed-in": "no session, or no valid token",
  "token-expired": "the token was valid once",
  "not-allowed": "known to you, not yours to do",
  "not-found": "there is none, or you may not know that there is",
  "already-taken": "the name is in use",
  "too-large": "payload or body over its limit",
  "limit-reached": "as many as there may be are there already",
  "too-many": "slowed down; `Retry-After` says for how many seconds",
  unavailable: "broker or database is away; nothing was done",
};

const SECURITY = {
  token: {
    type: "http",
    scheme: "bearer",
    description: "An API token of the account page (`kr_...`), or one of `POST /api/v1/token`.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "next-auth.session-token",
    description: "The session of a browser that is signed in.",
  },
};

/** The description of the API: what the operations say, and the schemas that parse what they are asked. */
export function describe(operations: readonly Operation[], version: string): Description {
  const schemas = openSchemas();
  const problems = schemas.jsonOf(problem);
  const paths: Description["paths"] = {};
  for (const operation of operations) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = {
      operationId: operation.id,
      tags: [operation.noun],
      summary: operation.summary,
      description: [operation.more, whoMay(operation)].filter(Boolean).join(" "),
      security: isOpen(operation) ? [] : [{ token: [] }, { session: [] }],
      parameters: [...inPath(operation, schemas.jsonOf), ...inQuery(operation, schemas.jsonOf)],
      ...bodyOf(operation, schemas.jsonOf),
      responses: {
        ...answerOf(operation, schemas.jsonOf),
        ...refusedOf(operation, problems),
        ...downOf(operation, schemas.jsonOf),
      },
    };
    paths[operation.path] = methods;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kitroom",
      version,
      description:
        "The HTTP API of this Kitroom. All times are milliseconds of Unix time. Lists take `limit` and `cursor`, and " +
        "answer `{items, nextCursor}`. Fields may be added, never renamed.",
      license: { name: "Apache 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(NOUNS).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: schemas.components, securitySchemes: SECURITY },
  };
}

type JsonOf = (schema: z.ZodType) => JsonSchema;

function inPath({ route }: Operation, jsonOf: JsonOf): DescribedOperation["parameters"] {
  return route.facts.params.map((name) => {
    const { description = "", ...schema } = jsonOf(PARAMS[name]);
    return { name, in: "path", required: true, description: String(description), schema };
  });
}

function inQuery({ route: { facts } }: Operation, jsonOf: JsonOf): DescribedOperation["parameters"] {
  if (facts.query === null) return [];
  const { properties = {}, required = [] } = objectSchema.parse(jsonOf(facts.query));
  return Object.entries(properties).map(([name, { description = "", ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    description: String(description),
    schema,
  }));
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});

function bodyOf(operation: Operation, jsonOf: JsonOf): Pick<DescribedOperation, "requestBody"> {
  const { input } = operation.route.facts;
  if (operation.takes) return { requestBody: { required: true, content: fileOf(operation.takes) } };
  if (input === null) return {};
  const schema = jsonOf(input);
  const required = !input.safeParse({}).success; // no body is read as {}
  return {
    requestBody: { required, content: { "application/json": { schema, example: operation.example } } },
  };
}

function answerOf(operation: Operation, jsonOf: JsonOf): DescribedOperation["responses"] {
  const { answer, route } = operation;
  const status = String(route.facts.status);
  const description = STATUS_CODES[status] ?? "";
  if (answer === null) return { [status]: { description } };
  const content = isFile(answer) ? fileOf(answer) : { "application/json": { schema: jsonOf(answer) } };
  return { [status]: { description, content } };
}

function fileOf({ type, example }: FileAnswer) {
  return { [type]: { schema: { type: "string" }, example } };
}

function isFile(answer: z.ZodType | FileAnswer): answer is FileAnswer {
  return "example" in answer;
}

function refusedOf(operation: Operation, schema: JsonSchema): DescribedOperation["responses"] {
  const refused: DescribedOperation["responses"] = {};
  for (const code of refusalsOf(operation)) {
    const status = String(REFUSALS[code]);
    const before = refused[status];
    const said = `\`${code}\`: ${MEANING[code]}`;
    refused[status] = {
      description: before ? `${before.description}; ${said}` : said,
      content: before?.content ?? { "application/problem+json": { schema, example: exampleOf(code) } },
    };
  }
  return refused;
}

/** Health says in the same words that all is not well. */
function downOf({ whenDown }: Operation, jsonOf: JsonOf): DescribedOperation["responses"] {
  if (!whenDown) return {};
  return {
    "503": {
      description: "the database or the broker is down",
      content: { "application/json": { schema: jsonOf(whenDown) } },
    },
  };
}

function exampleOf(code: RefusalCode): Problem {
  const status = REFUSALS[code];
  const title = STATUS_CODES[status] ?? code;
  return { type: "about:blank", title, status, code, detail: `${MEANING[code]}.` };
}
