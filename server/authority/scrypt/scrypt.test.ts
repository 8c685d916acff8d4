import { scryptSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { roMixModule } from "./romix";
import { scrypt } from "./scrypt";

/** RFC 7914, 12; the last one, of a gigabyte, is left out. */
test.each([
  [
    { password: "", salt: "", N: 16, r: 1, p: 1 },
    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
  ],
  [
    { password: "password", salt: "NaCl", N: 1024, r: 8, p: 16 },
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
  ],
  [
    { password: "pleaseletmein", salt: "SodiumChloride", N: 16384, r: 8, p: 1 },
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  ],
])("scrypt is that of RFC 7914: %o", async ({ salt, ...asked }, expected) => {
  const key = await scrypt({ ...asked, salt: Buffer.from(salt), length: 64 });
  expect(key.toString("hex")).toBe(expected);
});

test("scrypt answers what Node's does, whatever it is asked, several at once and after one another", async () => {
  const asked = fc.record({
    password: fc.string({ unit: "grapheme", maxLength: 80 }),
    salt: fc.uint8Array({ maxLength: 40 }),
    N: fc.integer({ min: 1, max: 11 }).map((power) => 2 ** power),
    r: fc.integer({ min: 1, max: 12 }),
    p: fc.integer({ min: 1, max: 3 }),
    length: fc.integer({ min: 1, max: 100 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 4 }), async (all) => {
      const keys = await Promise.all(all.map(scrypt));
      const expected = all.map(({ password, salt, length, ...cost }) =>
        scryptSync(password, salt, length, cost),
      );
      expect(keys).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test("scrypt at the cost of our passwords answers what Node's does", async () => {
  const cost = { N: 2 ** 15, r: 8, p: 1 };
  const salt = Buffer.from("0123456789abcdef");
  const key = await scrypt({ password: "warm wires", salt, length: 32, ...cost });
  expect(key).toEqual(scryptSync("warm wires", salt, 32, { ...cost, maxmem: 2 ** 27 }));
});

test("this processor runs the fast way", () => {
  expect(WebAssembly.validate(roMixModule())).toBe(true);
});
