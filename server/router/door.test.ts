import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOfApi, serveApi } from "./door";

let server: Server;
let connections = 0;
/** One connection for all requests, as a browser keeps it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  server = createServer((asked, answer) => void serveApi(asked, answer));
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  agent.destroy();
  server.close();
});

type Answer = { status: number | undefined; headers: IncomingMessage["headers"]; text: string };

function ask(
  method: string,
  path: string,
  body?: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? more : { "content-type": "application/json", ...more };
    const asked = request({ host: "127.0.0.1", port, agent, method, path, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

test.each([
  ["says how long it is", {}],
  ["does not", { "transfer-encoding": "chunked" }],
])(
  "P06 a body that %s and is refused half-way ends no connection: the next request goes over the same",
  async (_, headers) => {
    await ask("GET", "/api/v1/nothing");
    const before = connections;
    const body = JSON.stringify({ password: "x".repeat(3_000_000) });
    const refused = await ask("POST", "/api/v1/token", body, headers);
    expect(refused.status).toBe(413);
    expect(JSON.parse(refused.text)).toMatchObject({ code: "too-large" });
    for (let turn = 0; turn < 3; turn++) expect((await ask("GET", "/api/v1/nothing")).status).toBe(404);
    expect(connections - before).toBe(0);
  },
);

test("P06 what is no address of the API is said to be none, in its own words", async () => {
  const answer = await ask("GET", "/api/v1/classes/lab/nothing");
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(JSON.parse(answer.text)).toMatchObject({ status: 404, code: "not-found" });
  expect((await ask("HEAD", "/api/v1/classes/lab/nothing")).text).toBe("");
});

test("P06 another method than an address knows is 405, and OPTIONS says which it knows", async () => {
  const wrong = await ask("PUT", "/api/v1/token", "{}");
  expect([wrong.status, wrong.headers.allow]).toEqual([405, "POST, OPTIONS"]);
  const asked = await ask("OPTIONS", "/api/v1/classes");
  expect([asked.status, asked.headers.allow]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
});

test.each([
  ["/api/health", true],
  ["/api/health?x=1", true],
  ["/api/v1", true],
  ["/api/v1/me", true],
  ["/api/v1x", false],
  ["/api/auth/session", false],
  ["/", false],
])("whether %s is the API's: %s", (url, its) => {
  expect(isOfApi(url)).toBe(its);
});
