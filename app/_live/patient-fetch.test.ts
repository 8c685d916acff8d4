import { expect, test } from "vitest";
import { waitForServer } from "./patient-fetch";

const PAGE = { headers: { rsc: "1" } };
const away = () => Promise.reject(new TypeError("Failed to fetch"));
const noPause = async () => {};

/** A server that answers by turns; what is asked after the last is a mistake of the test. */
function server(...turns: (() => Promise<Response>)[]) {
  let asked = 0;
  const plain: typeof fetch = () => {
    const turn = turns[asked++];
    if (!turn) throw new Error("asked too often");
    return turn();
  };
  return { fetch: waitForServer(plain, noPause), asked: () => asked };
}

const answer =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

test("the router's request waits until the server is back", async () => {
  const { fetch, asked } = server(away, away, answer("starting", 503), answer("page"));
  expect(await (await fetch("/c/lab", PAGE)).text()).toBe("page");
  expect(asked()).toBe(4);
});

test("a stream that breaks off is asked for again", async () => {
  const broken = async () =>
    new Response(
      new ReadableStream({
        start: (stream) => {
          stream.enqueue(new TextEncoder().encode("half a pa"));
          stream.error(new TypeError("network error"));
        },
      }),
    );
  const { fetch } = server(broken, answer("page"));
  expect(await (await fetch("/c/lab", PAGE)).text()).toBe("page");
});

test("status, headers and the address that was reached stay with the answer", async () => {
  const reached = Object.defineProperties(new Response("x", { status: 404, headers: { "x-a": "1" } }), {
    url: { value: "http://kitroom.test/sign-in" },
    redirected: { value: true },
  });
  const { fetch } = server(async () => reached);
  expect(await fetch("/", PAGE)).toMatchObject({
    status: 404,
    url: "http://kitroom.test/sign-in",
    redirected: true,
  });
});

test("every other request fails at once", async () => {
  const { fetch, asked } = server(away);
  await expect(fetch("/api/v1/me")).rejects.toThrow(TypeError);
  expect(asked()).toBe(1);
});

test("a request that the router gave up is not made again", async () => {
  const given = new AbortController();
  const { fetch, asked } = server(away);
  given.abort();
  await expect(fetch("/c/lab", { ...PAGE, signal: given.signal })).rejects.toThrow();
  expect(asked()).toBe(1);
});
