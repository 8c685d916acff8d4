import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../contract/actor";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, db, openDatabase } from "./client";
import { insertMessages, reserveSeqBlock } from "./message-writer";
import { messagesOf } from "./messages";

let created: TestDatabase;
let database: Database;
let actor: Actor;
let classId: string;
let seq: number;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  const user = await db().user.create({ data: { name: "Ada", email: "ada@school.test", passwordHash: "-" } });
  const lab = await db().class.create({ data: { slug: "lab", name: "Lab", joinCode: "LAB" } });
  await db().membership.create({ data: { classId: lab.id, userId: user.id, role: "student" } });
  classId = lab.id;
  actor = { id: user.id, name: "Ada", email: user.email, standings: new Map(), scope: null };
  seq = await reserveSeqBlock();
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

/** The last milliseconds of one week and the first of the next: pages cross from one partition into the other. */
const MONDAY = Date.UTC(2026, 9, 19);
const time = fc.integer({ min: MONDAY - 15, max: MONDAY + 15 });
const story = fc.record({
  messages: fc.array(fc.record({ topic: fc.nat(6), at: time }), { maxLength: 60 }),
  filter: fc.constantFrom("#", "+", "t0", "t3"),
  from: fc.option(time, { nil: undefined }),
  to: fc.option(time, { nil: undefined }),
  limit: fc.integer({ min: 1, max: 12 }),
});

let stories = 0;

test("pages one after the other are all messages in order: any topics, spans and limits, many in one millisecond", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ messages, filter, limit, ...span }) => {
      const kit = `shared/s${stories++}`;
      const ids: number[] = [];
      for (let n = 0; n < 7; n++)
        ids.push((await db().topic.create({ data: { classId, path: `${kit}/t${n}` } })).id);
      const rows = messages.map(({ topic, at }) => ({
        topicId: ids[topic] ?? 0,
        at,
        seq: seq++,
        payload: Buffer.from(`${topic} ${seq}`),
        qos: 1 as const,
        retain: false,
      }));
      if (rows.length > 0) await insertMessages(rows);

      const wanted = rows
        .filter((row) => filter.length === 1 || row.topicId === ids[Number(filter.slice(1))])
        .filter(({ at }) => at >= (span.from ?? 0) && at <= (span.to ?? Number.POSITIVE_INFINITY))
        .sort((one, other) => one.at - other.at || one.seq - other.seq)
        .map(({ payload }) => payload.toString());
      for (const order of ["asc", "desc"] as const) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const asked = { topic: `lab/${kit}/${filter}`, order, limit, cursor, ...span };
          const page = await messagesOf(actor, "lab", asked);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          if (page.nextCursor !== null) expect(page.items).toHaveLength(limit);
          found.push(...page.items.map((item) => ("payload" in item ? item.payload : "bytes")));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(found).toEqual(order === "asc" ? wanted : wanted.toReversed());
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("a page of big messages ends by its bytes and goes on at the next; a filter that matches nothing is an empty page", async () => {
  const topic = await db().topic.create({ data: { classId, path: "shared/big" } });
  const at = MONDAY;
  const sent = Array.from({ length: 300 }, (_, index) => ({
    topicId: topic.id,
    at: at + index,
    seq: seq++,
    payload: Buffer.alloc(65_536, `${index} `),
    qos: 1 as const,
    retain: false,
  }));
  await insertMessages(sent);
  for (const order of ["asc", "desc"] as const) {
    const found: number[] = [];
    const lengths: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await messagesOf(actor, "lab", { topic: "lab/shared/big", order, limit: 500, cursor });
      lengths.push(page.items.length);
      found.push(...page.items.map((item) => item.at));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(lengths).toEqual([128, 128, 44]); // of 64 KiB each, 128 are 8 MiB
    const wanted = sent.map((message) => message.at);
    expect(found).toEqual(order === "asc" ? wanted : wanted.toReversed());
    const none = await messagesOf(actor, "lab", { topic: "lab/nobody/#", order, limit: 10 });
    expect(none).toEqual({ items: [], nextCursor: null });
  }
}, 60_000);
