import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, describe as group, test } from "vitest";
import { REFUSALS } from "../../contract/refusal";
import { describe } from "./document";
import { refusalsOf, whoMay } from "./operation";
import { OPERATIONS } from "./operations";

const document = describe(OPERATIONS, "1.2.3");

group("the description of the API", () => {
  test("is OpenAPI 3.1, says a validator that is not ours", async () => {
    const plain = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    expect(await new Validator().validate(plain)).toEqual({ valid: true });
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.version).toBe("1.2.3");
  });

  test("has every operation, once", () => {
    const described = Object.entries(document.paths).flatMap(([address, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`),
    );
    expect(described.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test("names each operation once, and says whom it is for", () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of OPERATIONS) expect(whoMay(operation), operation.id).not.toBe("");
  });

  test("refers only to schemas that it has", () => {
    const referred = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    expect(new Set([...referred].map(([, name]) => name))).toEqual(
      new Set(Object.keys(document.components.schemas)),
    );
  });
});

test.each(OPERATIONS.filter(({ route }) => route.facts.input !== null))(
  "the example of $id is one",
  (operation) => {
    expect(operation.route.facts.input?.safeParse(operation.example)).toMatchObject({ success: true });
  },
);

test.each(OPERATIONS)("the path of $id has the parameters of its route", ({ path: address, route }) => {
  const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(named).toEqual(route.facts.params);
});

test.each(OPERATIONS)("$id: each refusal has its status", (operation) => {
  const { responses = {} } = document.paths[operation.path]?.[operation.method.toLowerCase()] ?? {};
  for (const code of refusalsOf(operation)) expect(responses).toHaveProperty(String(REFUSALS[code]));
  expect(responses).toHaveProperty(String(operation.route.facts.status));
});
