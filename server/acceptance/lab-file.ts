import { readdir } from "node:fs/promises";
import type { HttpMessage, Page, RestoredClass } from "../contract/shapes";
import { live } from "../live";
import { pool } from "../sql/client";
import { insertMessages, reserveSeqBlock } from "../sql/message-writer";
import { ask } from "./api";
import { joinAs, type Person } from "./classroom";
import { openRunning, type Running } from "./running";
import { type Bytes, download } from "./zip";

export const DAY = 24 * 3600 * 1000;
/** Yesterday noon, so that whole hours are summed up. */
export const START = Math.floor(Date.now() / DAY) * DAY - DAY / 2;

/** What must come back byte for byte. */
export const PAYLOADS: readonly (string | Buffer)[] = [
  "21.5",
  "-3",
  "",
  "=1+1",
  "@SUM(A1)",
  "\t=1",
  "＝1",
  "'",
  "'=1",
  'say "hi", "twice"',
  "two\r\nlines\n",
  "\r",
  "a,b;c",
  '{"t":21.5,"h":{"in":40}}',
  "온도, 22°",
  "각 각",
  "a\0b",
  "\ufeff21",
  "data:application/octet-stream;base64,AA==",
  Buffer.from([0, 0xff, 0xfe, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
  "x".repeat(64 * 1024),
  '"'.repeat(64 * 1024),
  "😀;=1",
  " 7 ",
];

const CLASS = "/api/v1/classes/lab";
export const of = (slug: string) => `/api/v1/classes/${slug}`;

/** A class with kits, topics and messages of every kind, and its file. */
export type Lab = { running: Running; teo: Person; mina: Person; file: Bytes };

export async function openLab(): Promise<Lab> {
  const running = await openRunning();
  const { teo } = running;
  const lab = { joinCode: running.joinCode, slug: "lab" };
  const mina = await joinAs("mina", lab);
  await joinAs("민준", lab);
  await running.makeKit("lamp", mina);
  await running.makeKit("fan");
  await ask("PATCH", `${CLASS}/kits/fan`, { as: teo.token, body: { owner: null } });
  await ask("PATCH", `${CLASS}/kits/lamp`, {
    as: mina.token,
    body: { name: "미나의 램프", shareControl: true },
  });
  await ask("PATCH", CLASS, {
    as: teo.token,
    body: { settings: { privateKits: true, allowPins: true, limits: { kits: 7, messagesPerSecond: 900 } } },
  });
  for (const topic of ["lab/lamp/lux", "lab/fan/바람", "lab/shared/score"])
    await ask("POST", `${CLASS}/topics`, {
      as: teo.token,
      body: { topic, label: "Label, “quoted”", unit: "lx" },
    });
  await ask("PATCH", `${CLASS}/topics/fan/바람`, { as: teo.token, body: { backfill: true } });
  await store();
  await ask("POST", `${CLASS}/publish`, {
    as: mina.token,
    body: { topic: "lab/lamp/lux", payload: "retained", qos: 2, retain: true },
  });
  return { running, teo, mina, file: await download(`${CLASS}/export`, teo.token) };
}

/** All payloads, over three topics, some within one millisecond, every QoS; and a reading that says when it was taken. */
async function store(): Promise<void> {
  const { rows } = await pool().query<{ id: number; path: string }>(
    "SELECT id, path FROM topic ORDER BY path",
  );
  const first = await reserveSeqBlock();
  const messages = PAYLOADS.map((payload, n) => ({
    topicId: rows[n % rows.length]?.id ?? 0,
    at: START + Math.floor(n / 3) * 60_000,
    payload: Buffer.from(payload),
    qos: ([0, 1, 2] as const)[n % 3] ?? 0,
    retain: n % 4 === 0,
    seq: first + n,
  }));
  await insertMessages(messages);
}

/** Sends a file to be restored. */
export const restore = (raw: Bytes | string, by: Person, headers: Record<string, string> = {}) =>
  ask<RestoredClass & { code?: string; detail?: string }>("POST", of("import"), {
    as: by.token,
    raw,
    headers,
  });

/** The messages of a class, their topics without its name. */
export async function everyMessage(by: Person, slug: string): Promise<unknown[]> {
  const { body } = await ask<string>("GET", `${of(slug)}/export.jsonl`, { as: by.token });
  return String(body)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HttpMessage)
    .map(({ topic, ...message }) => ({ path: topic.slice(slug.length), ...message }));
}

/** A list of a class. */
export async function listOf<Item>(by: Person, slug: string, what: string): Promise<Item[]> {
  return (await ask<Page<Item>>("GET", `${of(slug)}/${what}?limit=1000`, { as: by.token })).body.items;
}

/** What nothing may be left of. */
export async function everything(): Promise<unknown> {
  const tables = ["class", "kit", "topic", "message", "field_value", '"user"', "membership", "fact"];
  const counts = await Promise.all(tables.map((table) => pool().query(`SELECT count(*)::int FROM ${table}`)));
  return { counts: counts.map(({ rows }) => rows[0]), files: await readdir(live.require().uploads) };
}
