import { afterEach, expect, test, vi } from "vitest";
import type { HttpMessage } from "#server/contract/shapes";
import { readHistory } from "./history";

const message = (payload: string): HttpMessage => ({
  topic: "c/lamp/t",
  payload,
  at: 5,
  qos: 1,
  retain: false,
});

afterEach(() => void vi.unstubAllGlobals());

/** A server with so many pages of messages, the newest first, as it is asked for them. */
function serve(...pages: readonly string[][]): void {
  vi.stubGlobal("fetch", async (path: string) => {
    const page = Number(new URL(path, "http://kit.room").searchParams.get("cursor") ?? 0);
    const nextCursor = page + 1 < pages.length ? String(page + 1) : null;
    return Response.json({ items: pages[page]?.map(message), nextCursor });
  });
}

test("messages of one millisecond are in the order in which they came, over pages as well", async () => {
  serve(["d", "c"], ["b", "a"]);
  const found = await readHistory({ filter: "c/lamp/#" });
  expect(found?.map(({ payload }) => payload)).toEqual(["a", "b", "c", "d"]);
});

test("a server that does not answer is no empty history", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await readHistory({ filter: "c/lamp/#" })).toBeNull();
});
