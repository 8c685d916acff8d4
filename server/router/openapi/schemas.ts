import { z } from "zod";

/** A schema as JSON (JSON Schema 2020-12, which OpenAPI 3.1 takes as it is). */
export type JsonSchema = { [key: string]: unknown };

/** Makes schemas JSON; those with an id are described once, among the document's components, and referred to. */
export function openSchemas() {
  const components: Record<string, JsonSchema> = {};

  function jsonOf(schema: z.ZodType): JsonSchema {
    const id = z.globalRegistry.get(schema)?.id;
    const {
      $schema,
      $defs = {},
      ...json
    } = z.toJSONSchema(schema, {
      io: "input", // an answer may have more fields one day, so none of its schemas is closed
      override: ({ jsonSchema }) => dropBoundsOfDoubles(jsonSchema),
    });
    for (const [name, part] of Object.entries($defs)) components[name] ??= referring(part);
    if (id === undefined) return referring(json);
    const { id: _, ...rest } = json;
    components[id] ??= referring(rest);
    return { $ref: `#/components/schemas/${id}` };
  }

  return { components, jsonOf };
}

/** That an integer is one that JavaScript can count to goes without saying. */
function dropBoundsOfDoubles(json: z.core.JSONSchema.BaseSchema): void {
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
}

function referring(json: object): JsonSchema {
  const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as JsonSchema; // it was an object before
}
