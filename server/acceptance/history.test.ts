import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { HttpMessage, Page } from "../contract/shapes";
import { ask } from "./api";
import { openRunning, type Running } from "./running";

const CLASS = "/api/v1/classes/lab";
const KITS = 10;
const EACH = 1000;

let running: Running;

beforeAll(async () => {
  running = await openRunning();
  await ask("PATCH", CLASS, {
    as: running.teo.token,
    body: { settings: { limits: { messagesPerSecond: 1000 } } },
  });
});
afterAll(() => running.close());

/** All stored messages of a filter, over as many pages as they need. */
async function history(filter: string): Promise<HttpMessage[]> {
  const found: HttpMessage[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page<HttpMessage> = await pageAfter(filter, cursor);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

async function pageAfter(filter: string, cursor: string): Promise<Page<HttpMessage>> {
  const query = new URLSearchParams({ topic: filter, limit: "997", ...(cursor ? { cursor } : {}) });
  return (await ask<Page<HttpMessage>>("GET", `${CLASS}/messages?${query}`, { as: running.teo.token })).body;
}

test("P18 10 000 messages of ten kits are 10 000 rows: once each, in the order of arrival, with server time, QoS and retain flag; a restart changes none", {
  timeout: 120_000,
}, async () => {
  const before = Date.now();
  const sent = await Promise.all(
    Array.from({ length: KITS }, async (_, kit) => {
      const client = await running.connectKit(await running.makeKit(`kit-${kit}`));
      const messages = Array.from({ length: EACH }, (__, n) => ({
        topic: `lab/kit-${kit}/count`,
        payload: String(n),
        qos: (n % 3) as 0 | 1 | 2,
        retain: n % 100 === 0,
      }));
      await Promise.all(
        messages.map(({ topic, payload, qos, retain }) =>
          client.publishAsync(topic, payload, { qos, retain }),
        ),
      );
      await client.endAsync();
      return messages;
    }),
  );
  let stored: HttpMessage[] = [];
  await vi.waitFor(
    async () => {
      stored = await history("lab/+/count");
      expect(stored).toHaveLength(KITS * EACH); // QoS 0 is not waited for by whoever sends it
    },
    { timeout: 60_000, interval: 500 },
  );
  for (const messages of sent) {
    const own = stored.filter(({ topic }) => topic === messages[0]?.topic);
    expect(own.map(({ at: _at, ...message }) => message)).toEqual(messages);
  }
  const times = stored.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times[0]).toBeGreaterThanOrEqual(before);
  expect(times.at(-1)).toBeLessThanOrEqual(Date.now());

  await running.restart();
  expect(await history("lab/+/count")).toEqual(stored);
  const filters = Array.from({ length: KITS }, (_, kit) => history(`lab/kit-${kit}/#`));
  expect((await Promise.all(filters)).flat()).toHaveLength(KITS * EACH);
});
