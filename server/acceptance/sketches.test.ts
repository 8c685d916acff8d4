import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import type { Problem } from "../contract/shapes";
import { BOARDS, EXAMPLES, fits } from "../contract/sketch";
import { answerApi } from "../router/api";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";

const run = promisify(execFile);

let school: School;
let ada: Person;
let folder: string;

beforeAll(async () => {
  school = await openSchool();
  const lab = await makeClass(await setUp(school), "Lab", "lab");
  ada = await joinAs("ada", lab);
  await ask("POST", "/api/v1/classes/lab/kits", { as: ada.token, body: { name: "Lamp" } });
  folder = await mkdtemp(path.join(tmpdir(), "kitroom-sketch-"));
});
afterAll(async () => {
  await school.close();
  await rm(folder, { recursive: true, force: true });
});

const PATH = "/api/v1/classes/lab/kits/lamp/sketch";

/** The files of a zip, by their paths. */
async function unpacked(zip: Uint8Array): Promise<Map<string, string>> {
  const opened = await fromBufferPromise(Buffer.from(zip), { strictFileNames: true });
  const files = new Map<string, string>();
  for await (const entry of opened.eachEntry()) {
    const content = await opened.openReadStreamPromise(entry);
    files.set(entry.fileName, (await buffer(content)).toString("utf8"));
  }
  return files;
}

async function sketchOf(wish: unknown): Promise<Map<string, string>> {
  const request = new Request(`http://kitroom.test${PATH}`, {
    method: "POST",
    headers: { host: "192.168.1.20:3000", authorization: `Bearer ${ada.token}` },
    body: JSON.stringify(wish),
  });
  const answer = await answerApi(request);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="lamp-\d\d-/);
  return unpacked(new Uint8Array(await answer.arrayBuffer()));
}

const ALL = BOARDS.flatMap((board) =>
  EXAMPLES.filter((example) => fits(example, board)).map((example) => ({ board, example })),
);

test.each(ALL)("P53 $example for $board is one folder with all that it needs", async (wish) => {
  const files = await sketchOf(wish);
  const name = `lamp-${wish.example}`;
  expect([...files.keys()].filter((file) => !file.startsWith(`${name}/src/Kitroom/`))).toEqual([
    `${name}/${name}.ino`,
    `${name}/board.h`,
    `${name}/secrets.h`,
  ]);
  expect(files.has(`${name}/src/Kitroom/Kitroom.h`)).toBe(true);
  expect(files.get(`${name}/board.h`)).toContain('#include "src/Kitroom/Kitroom.h"');
  expect([...files.values()].join()).not.toContain("<Kitroom.h>");
  const secrets = files.get(`${name}/secrets.h`) ?? "";
  expect(secrets).toContain('#define KITROOM_USER "lab.lamp"');
  expect(secrets).toMatch(/#define KITROOM_KEY "[0-9a-z]{24}"/);
  expect(secrets.includes('KITROOM_BROKER "192.168.1.20"')).toBe(wish.board !== "uno-serial");
  expect(secrets.includes("WIFI_PASSWORD")).toBe(/r4-wifi|esp/.test(wish.board));
});

test.each([
  ["?board=uno-r3", "board"],
  ["?example=09-more", "example"],
  ["?board=esp32&example=08-cable", "example"],
])("P53 there is no sketch for %s", async (query, field) => {
  const { status, body } = await ask<Problem>("GET", `${PATH}${query}`, { as: ada.token });
  expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
});

test.each([
  [{ name: "a\0b", password: "x" }],
  [{ name: "n".repeat(33), password: "x" }],
  [{ name: "n", password: "p".repeat(65) }],
])("P53 a Wi-Fi of %j is refused", async (wifi) => {
  const { status } = await ask("POST", PATH, { as: ada.token, body: { board: "esp32", wifi } });
  expect(status).toBe(400);
});

const NASTY = { name: '교실 "?"\\ ??/', password: `${'"\\??/\r\n한\u0001%s'.repeat(5)}\\` };

const DEBIAN = "/usr/share/arduino-builder";

test.skipIf(!existsSync(DEBIAN))(
  "P52 P53 sketches compile as they come, and with the nastiest of secrets, without a warning",
  async () => {
    const secrets = (await sketchOf({ board: "esp32", wifi: NASTY })).get("lamp-01-publish/secrets.h") ?? "";
    expect(secrets).toContain("\\077\\077");
    for (const example of ["01-publish", "03-both", "08-cable"]) {
      const files = await sketchOf({ example });
      const used = "const char* const used[] = {WIFI_NAME, WIFI_PASSWORD};\n";
      files.set(`lamp-${example}/secrets.h`, `#pragma once\n${secrets}${used}`);
      for (const [file, text] of files) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      }
      await compile(path.join(folder, `lamp-${example}`, `lamp-${example}.ino`));
    }
  },
  120_000,
);

/** As the Arduino IDE does, for the Uno; rejects with what the compiler said. */
async function compile(sketch: string): Promise<void> {
  const build = await mkdtemp(path.join(folder, "build-"));
  const flags = "-DDECIMAL_DIG=__DECIMAL_DIG__ -Werror -Wno-unused-variable -Wno-unused-parameter";
  await run("arduino-builder", [
    ...["-compile", "-hardware", DEBIAN, "-hardware", "/usr/share/arduino/hardware", "-tools", "/usr/bin"],
    ...["-fqbn", "arduino:avr:uno", "-warnings", "all", "-build-path", build],
    `-prefs=compiler.cpp.extra_flags=${flags}`,
    sketch,
  ]);
}
