import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Subscribed } from "#server/contract/events";
import type { Reply } from "#server/contract/refusal";
import type { Message } from "#server/contract/shapes";
import { createWatches, LINGER_MS, type Watcher } from "./watches";

const message = (topic: string): Message => ({ topic, payload: "1", at: 1, qos: 0, retain: false });

function setup(answer: (filter: string) => Reply<Subscribed> = granted) {
  const sent: string[] = [];
  const watches = createWatches({
    subscribe: async (filter) => {
      sent.push(`+${filter}`);
      return answer(filter);
    },
    unsubscribe: (filter) => sent.push(`-${filter}`),
  });
  return { watches, sent };
}
const granted = (topic: string): Reply<Subscribed> => ({ ok: true, value: { topic, qos: 0, retained: [] } });

function watcher() {
  const heard: string[] = [];
  const self: Watcher = {
    onOpen: () => heard.push("open"),
    onMessages: (messages) => heard.push(...messages.map(({ topic }) => topic)),
    onGap: (since) => heard.push(`gap ${since}`),
    onLost: () => heard.push("lost"),
    onEnd: ({ code }) => heard.push(code),
  };
  return { self, heard };
}

const settled = () => vi.advanceTimersByTimeAsync(0);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("two components on one topic are one subscription, ended some time after the last has gone", async () => {
  const { watches, sent } = setup();
  watches.onUp();
  const first = watches.watch("c/lamp/lux", watcher().self);
  const second = watches.watch("c/lamp/lux", watcher().self);
  await settled();
  first();
  await vi.advanceTimersByTimeAsync(LINGER_MS * 2);
  expect(sent).toEqual(["+c/lamp/lux"]);
  second();
  await vi.advanceTimersByTimeAsync(LINGER_MS);
  expect(sent).toEqual(["+c/lamp/lux", "-c/lamp/lux"]);
});

test("a page that takes over what another leaves does not subscribe anew", async () => {
  const { watches, sent } = setup();
  watches.onUp();
  const release = watches.watch("c/#", watcher().self);
  await settled();
  release();
  const next = watcher();
  watches.watch("c/#", next.self);
  await vi.advanceTimersByTimeAsync(LINGER_MS * 2);
  expect(sent).toEqual(["+c/#"]);
  expect(next.heard).toEqual(["open"]);
});

test("P19 after a loss every subscription is asked for again", async () => {
  const { watches, sent } = setup();
  const lamp = watcher();
  watches.watch("c/lamp/#", lamp.self);
  expect(sent).toEqual([]);
  watches.onUp();
  await settled();
  watches.onDown();
  watches.onUp();
  await settled();
  expect(sent).toEqual(["+c/lamp/#", "+c/lamp/#"]);
  expect(lamp.heard).toEqual(["open", "lost", "open"]);
});

test("an answer that belongs to a lost connection is not taken for the new one's", async () => {
  const replies: ((reply: Reply<Subscribed>) => void)[] = [];
  const watches = createWatches({
    subscribe: () => new Promise((resolve) => replies.push(resolve)),
    unsubscribe: () => {},
  });
  const lamp = watcher();
  watches.watch("c/lamp/#", lamp.self);
  watches.onUp();
  watches.onDown();
  watches.onUp();
  replies[0]?.(granted("c/lamp/#"));
  await settled();
  expect(lamp.heard).toEqual(["lost"]);
  replies[1]?.(granted("c/lamp/#"));
  await settled();
  expect(lamp.heard).toEqual(["lost", "open"]);
});

test("a message goes to every watcher whose filter matches it, and to no other", async () => {
  const { watches } = setup();
  const [kit, topic, other] = [watcher(), watcher(), watcher()];
  watches.watch("c/lamp/#", kit.self);
  watches.watch("c/lamp/lux", topic.self);
  watches.watch("c/fan/+", other.self);
  watches.onMessages([message("c/lamp/lux"), message("c/lamp/air/t")]);
  expect(kit.heard).toEqual(["c/lamp/lux", "c/lamp/air/t"]);
  expect(topic.heard).toEqual(["c/lamp/lux"]);
  expect(other.heard).toEqual([]);
});

test("a gap is told to every subscription that stands, and to none that was refused", async () => {
  const { watches } = setup((topic) =>
    topic === "c/fan/#" ? { ok: false, code: "not-allowed", message: "no" } : granted(topic),
  );
  const [lamp, fan] = [watcher(), watcher()];
  watches.watch("c/lamp/#", lamp.self);
  watches.watch("c/fan/#", fan.self);
  watches.onUp();
  await settled();
  watches.onGap(5);
  expect(lamp.heard).toEqual(["open", "gap 5"]);
  expect(fan.heard).toEqual(["not-allowed"]);
});

test("a refused or closed subscription says so once, and is tried again when rights may have changed", async () => {
  let allowed = false;
  const { watches, sent } = setup((topic) =>
    allowed ? granted(topic) : { ok: false, code: "not-allowed", message: "no" },
  );
  const lamp = watcher();
  watches.watch("c/lamp/#", lamp.self);
  watches.onUp();
  await settled();
  allowed = true;
  watches.retry();
  await settled();
  watches.onClosed("c/lamp/#", { code: "not-found", message: "gone" });
  expect(lamp.heard).toEqual(["not-allowed", "open", "not-found"]);
  expect(sent).toEqual(["+c/lamp/#", "+c/lamp/#"]);
});
