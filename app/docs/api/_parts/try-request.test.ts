import { expect, test } from "vitest";
import { addressOf, beginningOf, type Parameter, readable } from "./try-request";

const parameter = (name: string, place: "path" | "query"): Parameter => ({
  name,
  in: place,
  required: place === "path",
  description: "",
});

test("an address has its parts and its query, and a topic its slashes", () => {
  const parameters = [parameter("class", "path"), parameter("topic", "path"), parameter("limit", "query")];
  const path = "/api/v1/classes/{class}/topics/{topic}";
  expect(addressOf(path, parameters, { class: "lab", topic: "lamp/온도", limit: "" })).toBe(
    "/api/v1/classes/lab/topics/lamp/%EC%98%A8%EB%8F%84",
  );
  expect(addressOf("/api/v1/x", [parameter("topic", "query")], { topic: "lab/#" })).toBe(
    "/api/v1/x?topic=lab%2F%23",
  );
});

test.each(["..", ".", "lamp/..", "../../x"])("a browser that resolves %s asks for nothing else", (topic) => {
  const path = "/api/v1/classes/{class}/topics/{topic}";
  const address = addressOf(path, [parameter("topic", "path")], { class: "lab", topic });
  expect(new URL(address, "http://kitroom.test").pathname).toMatch(/^\/api\/v1\/classes\/lab\/topics\/./);
});

test("of a long answer only the beginning is read", async () => {
  expect(await beginningOf(new Response("abcdef"), 6)).toEqual({ text: "abcdef", whole: true });
  expect(await beginningOf(new Response("abcdef"), 4)).toEqual({ text: "abcd", whole: false });
  expect(await beginningOf(new Response(null), 4)).toEqual({ text: "", whole: true });
});

test("JSON is laid out, other text stays", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable("time,topic")).toBe("time,topic");
});
