import { afterAll, beforeAll, expect, test } from "vitest";
import { kitKey } from "../authority/kit-key";
import { MESSAGE_COLUMNS, readMessageLine } from "../contract/class-messages";
import { readCsv } from "../contract/csv-testing";
import { openRecorder, type Recorder } from "../history/recorder";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";
import { download, unzip } from "./zip";

let school: School;
let recorder: Recorder;
let teo: Person;
let ada: Person;

const START = Date.UTC(2026, 10, 20, 8);
const PAYLOADS = ["21.5", "=1+1", "온도, 22°", 'say "hi"\r\n', Buffer.from([0, 0xff, 0x80]), "", "'"];

beforeAll(async () => {
  school = await openSchool();
  recorder = openRecorder();
  teo = await setUp(school);
  const lamps = await makeClass(teo, "Lamps", "lamps");
  ada = await joinAs("ada", lamps);
  await ask("POST", "/api/v1/classes/lamps/kits", { as: ada.token, body: { name: "Lamp", slug: "lamp" } });
  await ask("POST", "/api/v1/classes/lamps/topics", {
    as: ada.token,
    body: { topic: "lamps/lamp/lux", label: "Light", unit: "lx" },
  });
  const { id } = await school.database.prisma.topic.findFirstOrThrow({ where: { path: "lamp/lux" } });
  await Promise.all(
    PAYLOADS.map((payload, n) =>
      recorder.record({
        topicId: id,
        at: START + n,
        payload: Buffer.from(payload),
        qos: n % 2 === 0 ? 0 : 1,
        retain: n === 3,
      }),
    ),
  );
});
afterAll(async () => {
  await recorder.close();
  await school.close();
});

test("a class's file has its people, kits, topics, settings and messages, and no secret", async () => {
  const unclaimed = { name: "Spare", slug: "spare", owner: null };
  await ask("POST", "/api/v1/classes/lamps/kits", { as: teo.token, body: unclaimed });
  const files = await unzip(await download("/api/v1/classes/lamps/export", teo.token));
  expect([...files.keys()]).toEqual([
    "kitroom.json",
    "roster.json",
    "kits.json",
    "topics.json",
    "messages.csv",
  ]);
  const json = (name: string) => JSON.parse(String(files.get(name)));
  const { settings } = (await ask("GET", "/api/v1/classes/lamps", { as: teo.token })).body;
  expect(json("kitroom.json")).toMatchObject({
    format: "kitroom-class",
    version: 1,
    class: { slug: "lamps", name: "Lamps", settings },
  });
  expect(json("roster.json")).toMatchObject([
    { username: null, name: "Teo", role: "instructor", email: "teo@school.test" },
    { username: "ada", name: "ada", role: "student", email: null },
  ]);
  expect(json("kits.json")).toMatchObject([{ slug: "lamp", name: "Lamp", owner: "ada" }, unclaimed]);
  expect(json("topics.json")).toMatchObject([{ path: "lamp/lux", label: "Light", unit: "lx" }]);
  const kits = await school.database.prisma.kit.findMany();
  const codes = kits.flatMap(({ claimCode }) => claimCode ?? []);
  expect(codes).toHaveLength(1);
  const { joinCode } = await school.database.prisma.class.findFirstOrThrow();
  const users = await school.database.prisma.user.findMany();
  const secrets = [
    ...kits.flatMap((kit) => [kit.id, kitKey(kit)]),
    ...codes,
    joinCode,
    ...users.map(({ passwordHash }) => passwordHash),
  ];
  for (const content of files.values())
    for (const secret of secrets) expect(String(content)).not.toContain(secret);
});

test("P42 every message of a class's file is read back byte for byte", async () => {
  const files = await unzip(await download("/api/v1/classes/lamps/export", teo.token));
  const text = String(files.get("messages.csv"));
  expect(text.startsWith("\ufeff")).toBe(true);
  const [head, ...rows] = readCsv(text.slice(1));
  expect(head).toEqual(MESSAGE_COLUMNS);
  expect(rows.map(readMessageLine)).toEqual(
    PAYLOADS.map((payload, n) => ({
      at: START + n,
      topic: "lamps/lamp/lux",
      payload: Buffer.from(payload),
      qos: n % 2 === 0 ? 0 : 1,
      retain: n === 3,
    })),
  );
  const cells = rows.map((row) => [row[2], row[5]]);
  expect(cells.slice(0, 3)).toEqual([
    ["21.5", ""],
    ["'=1+1", "PTErMQ=="],
    ["온도, 22°", ""],
  ]);
});

test("an export is written down, and is an instructor's alone", async () => {
  const { body } = await ask<{ items: { action: string; by: string }[] }>(
    "GET",
    "/api/v1/classes/lamps/audit",
    {
      as: teo.token,
    },
  );
  expect(body.items[0]).toMatchObject({ action: "class.exported", by: "Teo" });
  expect((await ask("GET", "/api/v1/classes/lamps/export", { as: ada.token })).status).toBe(403);
});

test("a class without a message has a file as well", async () => {
  await makeClass(teo, "Empty", "empty");
  const files = await unzip(await download("/api/v1/classes/empty/export", teo.token));
  expect(String(files.get("messages.csv"))).toBe(`\ufeff${MESSAGE_COLUMNS.join(",")}\r\n`);
  expect(String(files.get("kits.json"))).toBe("[]");
});
