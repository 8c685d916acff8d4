import { afterAll, beforeAll, expect, test } from "vitest";
import { answerApi } from "../router/api";
import type { Person } from "./classroom";
import { everything, of, openLab, PAYLOADS, restore } from "./lab-file";
import type { Running } from "./running";
import { type Bytes, changed, unzip, zipOf } from "./zip";

let running: Running;
let teo: Person;
let mina: Person;
let file: Bytes;

beforeAll(async () => {
  ({ running, teo, mina, file } = await openLab());
});
afterAll(() => running.close());

const json = (name: string, change: (value: never) => unknown) =>
  changed(file, name, (text) => JSON.stringify(change(JSON.parse(text) as never)));

/** A place in the packed messages. */
const inMessages = () => Buffer.from(file).indexOf("messages.csv") + 200;

const HOSTILE: Record<string, () => Promise<Bytes | string> | Bytes | string> = {
  "no zip": () => "PK but not really",
  "an empty body": () => "",
  "cut off": () => file.slice(0, file.length - 100),
  half: () => file.slice(0, Math.floor(file.length / 2)),
  "a byte changed": () => file.map((byte, n) => (n === inMessages() ? byte ^ 0xff : byte)),
  "no kits.json": () => changed(file, "kits.json", () => null),
  "no messages.csv": () => changed(file, "messages.csv", () => null),
  "a newer version": () => json("kitroom.json", (about: object) => ({ ...about, version: 2 })),
  "another format": () => json("kitroom.json", (about: object) => ({ ...about, format: "zipped-cat" })),
  "no JSON": () => changed(file, "topics.json", () => "[{"),
  "JSON of another shape": () => changed(file, "kits.json", () => '{"lamp":1}'),
  "limits beyond all": () =>
    changed(file, "kitroom.json", (text) =>
      text.replace(/"messagesPerSecond": \d+/, '"messagesPerSecond": 1e9'),
    ),
  "a kit twice": () => json("kits.json", (kits: object[]) => [...kits, ...kits]),
  "a kit called shared": () => json("kits.json", ([kit]: object[]) => [{ ...kit, slug: "shared" }]),
  "a user name twice, but for case": () =>
    json("roster.json", (people: { username: string | null }[]) => [
      ...people,
      { ...people.find(({ username }) => username === "mina"), username: "MINA" },
    ]),
  "a topic of no kit": () => json("topics.json", ([topic]: object[]) => [{ ...topic, path: "boat/lux" }]),
  "a topic that is none": () => json("topics.json", ([topic]: object[]) => [{ ...topic, path: "lamp/#" }]),
  "a topic that is not kept": () =>
    json("topics.json", ([topic]: object[]) => [{ ...topic, path: "lamp/status" }]),
  "a NUL in a label": () => json("topics.json", ([topic]: object[]) => [{ ...topic, label: "a\0b" }]),
  "another heading": () => changed(file, "messages.csv", (text) => text.replace("payload_base64", "bytes")),
  "no heading": () => changed(file, "messages.csv", () => ""),
  "a cell too few": () => row("2026-11-22T08:00:00.000Z,lab/lamp/lux,1,0,false"),
  "a time that is none": () => row("yesterday,lab/lamp/lux,1,0,false,"),
  "a time that has not come": () => row("2126-11-22T08:00:00.000Z,lab/lamp/lux,1,0,false,"),
  "QoS 3": () => row("2026-11-22T08:00:00.000Z,lab/lamp/lux,1,3,false,"),
  "no base 64": () => row("2026-11-22T08:00:00.000Z,lab/lamp/lux,1,0,false,§§"),
  "a topic of another class": () => row("2026-11-22T08:00:00.000Z,den/lamp/lux,1,0,false,"),
  "a topic that is not listed": () => row("2026-11-22T08:00:00.000Z,lab/lamp/new,1,0,false,"),
  "a payload too large": () =>
    row(`2026-11-22T08:00:00.000Z,lab/lamp/lux,${"x".repeat(64 * 1024 + 1)},0,false,`),
  "a row without end": () => row(`2026-11-22T08:00:00.000Z,lab/lamp/lux,"${"x".repeat(2 ** 20)}`),
  "quotes that do not match": () => row('2026-11-22T08:00:00.000Z,lab/lamp/lux,a"b,0,false,'),
  "text that is not UTF-8": async () => {
    const files = await unzip(file);
    const bad = Buffer.concat([
      files.get("messages.csv") ?? Buffer.alloc(0),
      Buffer.from([0xff, 0x0d, 0x0a]),
    ]);
    return zipOf(files.set("messages.csv", bad));
  },
  "a path out of itself": async () => withNamed("../evil.txt"),
  "an absolute path": async () => withNamed("/etc/cron.d/evil"),
  "a drive": async () => withNamed("C:\\evil.txt"),
  "a part twice": async () => withNamed("kits.json"),
  "too many files": async () =>
    zipOf([...(await unzip(file)), ...Array.from({ length: 200 }, (_, n) => [`x${n}`, ""] as const)]),
  "a bomb in a list": () => changed(file, "topics.json", () => `[${" ".repeat(40 * 2 ** 20)}]`),
  "a bomb that lies about its size": async () => {
    const bomb = Buffer.from(await changed(file, "topics.json", () => `[${" ".repeat(40 * 2 ** 20)}]`));
    const name = Buffer.from("topics.json");
    const directory = bomb.lastIndexOf(name) - 46; // the entry of the central directory (APPNOTE 4.3.12)
    bomb.writeUInt32LE(2, directory + 24);
    return new Uint8Array(bomb);
  },
};

/** A last row that is wrong: everything before it was stored by then. */
const row = (line: string) => changed(file, "messages.csv", (text) => `${text}${line}\r\n`);

/** The file with one more entry, under a name that no writer of zips would write. */
async function withNamed(name: string): Promise<Bytes> {
  const stand = "n".repeat(name.length);
  const bytes = Buffer.from(await zipOf([...(await unzip(file)), [stand, "evil"]]));
  for (let at = bytes.indexOf(stand); at >= 0; at = bytes.indexOf(stand, at)) bytes.write(name, at, "latin1");
  return new Uint8Array(bytes);
}

test.each(Object.entries(HOSTILE))("P06 refused, and nothing left of it: %s", async (_name, make) => {
  const before = await everything();
  const { status, body } = await restore(await make(), teo);
  expect({ status, body }).toMatchObject({
    status: expect.toBeOneOf([400, 413]),
    body: { detail: expect.any(String) },
  });
  expect(await everything()).toEqual(before);
});

test("a refusal says what is wrong, where", async () => {
  const said = async (raw: Bytes | string) => (await restore(raw, teo)).body.detail;
  expect(await said((await HOSTILE["a newer version"]?.()) ?? "")).toBe(
    "This file is of version 2; this Kitroom reads version 1.",
  );
  expect(await said((await HOSTILE["no kits.json"]?.()) ?? "")).toContain("kits.json");
  const rows = PAYLOADS.length + 2;
  expect(await said((await HOSTILE["QoS 3"]?.()) ?? "")).toBe(
    `messages.csv, row ${rows + 1}: qos: 0, 1 or 2`,
  );
});

test("a class is sent as a zip, by an instructor", async () => {
  expect((await restore(file, teo, { "content-type": "application/json" })).status).toBe(400);
  expect((await restore(file, mina)).status).toBe(403);
  const lie = { "content-length": String(3 * 2 ** 30) };
  expect((await restore(file, teo, lie)).status).toBe(413);
});

test("whoever goes away while their class is restored leaves nothing", async () => {
  const before = await everything();
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    pull: (chunks) => {
      chunks.enqueue(file);
      chunks.close();
      gone.abort();
    },
  });
  const streamed = { body, duplex: "half" as const };
  const request = new Request(`http://kitroom.test${of("import")}`, {
    method: "POST",
    headers: { authorization: `Bearer ${teo.token}` },
    signal: gone.signal,
    ...streamed,
  });
  expect((await answerApi(request)).status).toBe(400);
  expect(await everything()).toEqual(before);
});
