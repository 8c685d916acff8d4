import { z } from "zod";

/** JSON Schema, as far as the schemas of this API use it. */
export type JsonSchema = { [key: string]: unknown };

export type Field = { name: string; type: string; required: boolean; description: string };

const node = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().default(""),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).default([]),
  items: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
});

/** A description as it reads without Markdown. */
export function plain(text: string): string {
  return text.replaceAll("`", "");
}

/** The name of the shape that a schema refers to; null where it is told in place. */
export function shapeOf(schema: JsonSchema): string | null {
  return node.parse(schema).$ref?.split("/").at(-1) ?? null;
}

/** The forms that a thing may have: mostly one. Each is a list of fields, those of objects inside by dotted names. */
export function formsOf(schema: JsonSchema): Field[][] {
  const { anyOf, properties } = node.parse(schema);
  if (anyOf && !properties) return anyOf.flatMap(formsOf);
  return [fieldsOf(schema)];
}

function fieldsOf(schema: JsonSchema, prefix = "", optional = false): Field[] {
  const { properties = {}, required } = node.parse(schema);
  return Object.entries(properties).flatMap(([key, inner]) => {
    const name = prefix + key;
    const isRequired = required.includes(key) && !optional;
    const parsed = node.parse(inner);
    if (parsed.properties) return fieldsOf(inner, `${name}.`, !isRequired);
    return [{ name, type: typeOf(inner), required: isRequired, description: parsed.description }];
  });
}

/** A schema's type in a few characters: `integer`, `string or null`, `Kit[]`. */
export function typeOf(schema: JsonSchema): string {
  const shape = shapeOf(schema);
  if (shape) return shape;
  const { type, items, anyOf, enum: values, const: value } = node.parse(schema);
  if (value !== undefined) return JSON.stringify(value);
  if (values) return values.map((one) => JSON.stringify(one)).join(" | ");
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(" | ");
  if (items) return `${typeOf(items)}[]`;
  return Array.isArray(type) ? type.join(" | ") : (type ?? "object");
}
