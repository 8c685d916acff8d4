import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { limitTime } from "./web-patience";

let http: Server | null = null;
afterEach(() => {
  http?.closeAllConnections();
  http?.close();
});

/** What a server says to somebody who sends these bytes and no more. */
async function said(bytes: string, long: boolean): Promise<string> {
  http = createServer((request, response) => {
    limitTime(request, response, { long, within: 40 });
    request.resume().once("end", () => response.end("all of it"));
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const socket = connect((http.address() as AddressInfo).port, "127.0.0.1"); // it listens on a port
  socket.write(bytes);
  let answer = "";
  for await (const chunk of socket) {
    answer += chunk;
    if (answer.includes("all of it")) break;
  }
  return answer;
}

const head = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;

test.each([false, true])("who sends no more of a body is told so and cut off (long: %s)", async (long) => {
  expect(await said(`${head(10)}half`, long)).toMatch(/^HTTP\/1\.1 408 /);
});

test("a body that comes is answered", async () => {
  expect(await said(`${head(4)}half`, false)).toMatch(/^HTTP\/1\.1 200 [\s\S]*all of it/);
  expect(await said("GET / HTTP/1.1\r\nHost: a\r\n\r\n", false)).toMatch(/^HTTP\/1\.1 200 /);
});
