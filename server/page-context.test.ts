import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPageContext } from "./page-context";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const inContext = openPageContext();
const storage = new AsyncLocalStorage<string>();

/** What somebody sees who was called in the context of that page, whenever they look. */
const lookFrom = (page: string) =>
  storage.run(page, () => AsyncResource.bind(() => storage.getStore() ?? "nothing"));

test("a page has its context while it is made and shortly after, and then nobody pays for it", async () => {
  let look = () => "";
  await inContext(async () => {
    look = lookFrom("/topics");
  });
  expect(look()).toBe("/topics");
  vi.advanceTimersByTime(5000);
  expect(look()).toBe("nothing");
});

test("contexts stay as long as another page is being made", async () => {
  let look = () => "";
  let finish = () => {};
  const slow = inContext(() => new Promise<void>((resolve) => (finish = resolve)));
  await inContext(async () => {
    look = lookFrom("/kits");
  });
  vi.advanceTimersByTime(60_000);
  expect(look()).toBe("/kits");
  finish();
  await slow;
  vi.advanceTimersByTime(5000);
  expect(look()).toBe("nothing");
  expect(lookFrom("/next")()).toBe("/next");
});
