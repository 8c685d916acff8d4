import { expect, test, vi } from "vitest";
import { z } from "zod";
import { tokenInput } from "../contract/inputs";
import { REFUSALS, Refusal, type RefusalCode } from "../contract/refusal";
import { log } from "../log";
import { anybody, route } from "./route";

const ADDRESS = "http://kitroom.test/api/v1/things";

function posted(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request(ADDRESS, { method: "POST", body, headers });
}

const echo = route({
  allow: anybody,
  input: z.object({ name: z.string(), size: z.number().optional() }),
  answer: ({ input }) => input,
});

test("P06 an answer is the thing itself, and nobody may keep it for another", async () => {
  const response = await echo(posted(JSON.stringify({ name: "Lamp", more: 1 })));
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(await response.json()).toEqual({ name: "Lamp" });
});

test("P06 201 and 204 are what the route says", async () => {
  const made = route({ allow: anybody, status: 201, answer: () => ({ made: true }) });
  const gone = route({ allow: anybody, status: 204, answer: () => undefined });
  expect((await made(posted(null))).status).toBe(201);
  const response = await gone(posted(null));
  expect([response.status, await response.text()]).toEqual([204, ""]);
});

test.each([
  ["no JSON", "{"],
  ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ["a list", "[]"],
  ["null", "null"],
  ["a field of another type", '{"name":7}'],
  ["nothing at all", ""],
])("P06 %s is bad-input", async (_, body) => {
  const response = await echo(posted(body));
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ type: "about:blank", status: 400, code: "bad-input" });
});

test("P06 bad-input names each field", async () => {
  const response = await echo(posted('{"size":"big"}'));
  expect((await response.json()).errors.map(({ field }: { field: string }) => field)).toEqual([
    "name",
    "size",
  ]);
});

test("P06 of a choice of forms the nearest one's fields are named", async () => {
  const sign = route({ allow: anybody, input: tokenInput, answer: () => null });
  const fields = async (body: object) => {
    const problem = await (await sign(posted(JSON.stringify(body)))).json();
    return problem.errors.map(({ field }: { field: string }) => field);
  };
  expect(await fields({ email: "ada@school.test" })).toEqual(["password"]);
  expect(await fields({ class: "lamps", username: "ada" })).toEqual(["password"]);
});

test("P06 a body over 1 MB is too-large, whatever length it declares", async () => {
  const big = JSON.stringify({ name: "x".repeat(1024 * 1024) });
  expect((await echo(posted(big))).status).toBe(413);
  const declared = await echo(posted("{}", { "content-length": "2000000" }));
  expect([declared.status, (await declared.json()).code]).toEqual([413, "too-large"]);
});

test("P06 what is wrong only by its size is too-large", async () => {
  const text = z
    .string()
    .refine((value) => value.length < 3, { message: "short", params: { code: "too-large" } });
  const short = route({
    allow: anybody,
    input: z.object({ text, more: z.number().optional() }),
    answer: () => null,
  });
  expect((await short(posted('{"text":"long"}'))).status).toBe(413);
  expect((await short(posted('{"text":"long","more":"x"}'))).status).toBe(400);
});

test.each(Object.entries(REFUSALS) as [RefusalCode, number][])(
  "P06 a refusal %s is answered with %i",
  async (code, status) => {
    const refusing = route({
      allow: anybody,
      answer: () => {
        throw new Refusal(code, "Not now.", { retryAfter: 2.1 });
      },
    });
    const response = await refusing(posted(null));
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.json()).toMatchObject({ code, status, detail: "Not now." });
  },
);

test("P06 a bug is logged and told to nobody", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const broken = route({
    allow: anybody,
    answer: () => {
      throw new Error("secret of the house");
    },
  });
  const response = await broken(posted(null));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test("P06 a database that is away is unavailable", async () => {
  const away = route({
    allow: anybody,
    answer: () => {
      throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    },
  });
  expect((await away(posted(null))).status).toBe(503);
});

test("P06 the parts of an address are decoded, and those that can be no name do not exist", async () => {
  const read = route({ params: ["class", "topic"], allow: anybody, answer: ({ params }) => params });
  const at = async (params: { class: string; topic: string }) => {
    const response = await read(new Request(ADDRESS), params);
    return response.status === 200 ? response.json() : response.status;
  };
  expect(await at({ class: "lamps", topic: "lamp/%EC%98%A8%EB%8F%84" })).toEqual({
    class: "lamps",
    topic: "lamp/온도",
  });
  expect(await at({ class: "lamps", topic: "lamp/온도" })).toEqual({
    class: "lamps",
    topic: "lamp/온도",
  });
  expect(await at({ class: "No Slug", topic: "a" })).toBe(404);
  expect(await at({ class: "lamps", topic: "%E0%A4%A" })).toBe(404);
  expect(await at({ class: "lamps", topic: "a%00b" })).toBe(404);
});

test("a route without a rule of who may ask does not compile", () => {
  // @ts-expect-error: `allow` is missing, which is the point
  expect(typeof route({ answer: () => null })).toBe("function");
});
