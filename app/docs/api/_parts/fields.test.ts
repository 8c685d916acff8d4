import { expect, test } from "vitest";
import { formsOf, shapeOf, typeOf } from "./fields";

const KIT = { $ref: "#/components/schemas/Kit" };

test.each([
  [{ type: "string" }, "string"],
  [{ type: ["string", "null"] }, "string | null"],
  [KIT, "Kit"],
  [{ type: "array", items: KIT }, "Kit[]"],
  [{ anyOf: [KIT, { type: "null" }] }, "Kit | null"],
  [
    {
      anyOf: [
        { type: "number", const: 0 },
        { type: "number", const: 1 },
      ],
    },
    "0 | 1",
  ],
  [{ type: "string", enum: ["asc", "desc"] }, '"asc" | "desc"'],
  [{}, "object"],
])("%j is %s", (schema, type) => {
  expect(typeOf(schema)).toBe(type);
});

test("fields of objects inside have dotted names, and are wanted only where the object is", () => {
  const limits = { type: "object", properties: { kits: { type: "integer" } }, required: ["kits"] };
  const schema = {
    type: "object",
    properties: { name: { type: "string", description: "1 to 60 characters" }, limits },
    required: ["name"],
  };
  expect(formsOf(schema)).toEqual([
    [
      { name: "name", type: "string", required: true, description: "1 to 60 characters" },
      { name: "limits.kits", type: "integer", required: false, description: "" },
    ],
  ]);
});

test("of a choice each form stands by itself; a shape that is referred to is named", () => {
  const one = (name: string) => ({ type: "object", properties: { [name]: { type: "string" } } });
  expect(formsOf({ anyOf: [one("email"), one("class")] }).map(([field]) => field?.name)).toEqual([
    "email",
    "class",
  ]);
  expect(shapeOf(KIT)).toBe("Kit");
  expect(shapeOf(one("email"))).toBeNull();
});
