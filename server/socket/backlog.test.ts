import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStage, type Stage } from "./testing";
import { openReader, type Reader } from "./testing-reader";

const TOPIC = "demo/lamp/lux";
let stage: Stage;
let slow: Reader;

beforeEach(async () => {
  stage = await openStage();
  slow = await openReader(stage.port, "ben");
  await slow.subscribe(TOPIC);
});
afterEach(async () => {
  slow.close();
  await stage.close();
});

/** Far more than the system and a backlog hold; a turn of the event loop for each, as over a network. */
async function sendMany(from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index++) {
    stage.kitSends(TOPIC, `${index} `.padEnd(60_000, "x"), { at: index });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const numbers = ({ messages }: Reader) => messages.map(({ payload }) => Number.parseInt(String(payload), 10));

test("who stops reading misses messages, and is told since when once it reads again; nobody else waits for it", async () => {
  const ann = await stage.app("ann");
  await ann.subscribe(TOPIC);
  slow.pause();
  await sendMany(0, 500);
  await vi.waitFor(() => expect(ann.messages).toHaveLength(500), 20_000);
  expect(slow.open).toBe(true);
  slow.resume();
  await vi.waitFor(() => expect(slow.gaps).toHaveLength(1), 20_000);
  const before = numbers(slow);
  expect(before.length).toBeLessThan(500);
  expect(before).toEqual(Array.from({ length: before.length }, (_, index) => index));
  expect(slow.gaps).toEqual([{ since: before.length }]);

  await sendMany(500, 3);
  await vi.waitFor(() => expect(numbers(slow)).toEqual([...before, 500, 501, 502]));
  expect(slow.heard.indexOf("gap")).toBe(before.length);
  expect(slow.gaps).toHaveLength(1);
});

test("what a slow browser asks is answered after what waits for it, whatever it misses", async () => {
  slow.pause();
  await sendMany(0, 400);
  const reply = slow.subscribe("demo/lamp/air/temperature");
  slow.resume();
  expect(await reply).toMatchObject({ ok: true });
});

test("one that is only a little late misses nothing", async () => {
  slow.pause();
  await sendMany(0, 10);
  slow.resume();
  await vi.waitFor(() => expect(slow.messages).toHaveLength(10));
  expect(slow.gaps).toEqual([]);
});
