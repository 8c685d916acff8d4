import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page, Topic } from "../contract/shapes";
import { ask } from "./api";
import { openRunning, type Running } from "./running";

const KITS = 40;
const TOPICS_EACH = 10;

let running: Running;

beforeAll(async () => {
  running = await openRunning();
});
afterAll(() => running.close());

test("a school whose kits wake up with 400 new topics at once: all are registered, no kit is closed, people are answered", async () => {
  const closed: string[] = [];
  const kits = await Promise.all(
    Array.from({ length: KITS }, async (_, number) => {
      const slug = `kit-${number}`;
      const client = await running.connectKit(await running.makeKit(slug));
      client.on("close", () => closed.push(slug));
      return { slug, client };
    }),
  );
  const app = await running.connectApp(running.teo.token);
  const sent = kits.flatMap(({ slug, client }) =>
    Array.from({ length: TOPICS_EACH }, (_, number) =>
      client.publishAsync(`lab/${slug}/new-${number}`, "1", { qos: 1 }),
    ),
  );
  const answers = kits.map(({ slug }) => app.emitWithAck("topic:subscribe", { topic: `lab/${slug}/#` }));
  await Promise.all(sent);
  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ ok: true });
  expect(closed).toEqual([]);
  const registered = await Promise.all(kits.map(({ slug }) => topicsOf(slug)));
  expect(registered).toEqual(
    kits.map(({ slug }) =>
      Array.from({ length: TOPICS_EACH }, (_, number) => `lab/${slug}/new-${number}`).toSorted(),
    ),
  );
});

async function topicsOf(kit: string): Promise<string[]> {
  const { body } = await ask<Page<Topic>>("GET", `/api/v1/classes/lab/topics?kit=${kit}`, {
    as: running.teo.token,
  });
  return body.items.map(({ topic }) => topic).toSorted();
}
