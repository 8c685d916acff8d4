import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { readHex } from "@kitroom/emulator";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fromBufferPromise } from "yauzl";
import type { KitKey, Problem } from "../contract/shapes";
import { BOARDS, EXAMPLES, fits } from "../contract/sketch";
import { answerApi } from "../router/api";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";
import { runUno } from "./unos";

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

const NASTY = { name: '교실 "?"\\ ??/', password: `${'"\\??/\r\n한\u0001%s'.repeat(5)}12345678\\` };

const DEBIAN = "/usr/share/arduino-builder";

test.skipIf(!existsSync(DEBIAN)).each(EXAMPLES)(
  "P52 P53 %s compiles as it comes, and with the nastiest of secrets, without a warning",
  async (example) => {
    const secrets = (await sketchOf({ board: "esp32", wifi: NASTY })).get("lamp-01-publish/secrets.h") ?? "";
    expect(secrets).toContain("\\077\\077");
    const files = await sketchOf({ example });
    const used = "const char* const used[] = {WIFI_NAME, WIFI_PASSWORD};\n";
    files.set(`lamp-${example}/secrets.h`, `#pragma once\n${secrets}${used}`);
    await compile(await written(files, example));
  },
  60_000,
);

test.skipIf(!existsSync(DEBIAN)).each(EXAMPLES.filter((example) => fits(example, "esp32")))(
  "P45 P53 %s connects with the secrets that came with it, and says the nastiest of them byte for byte",
  async (example) => {
    expect(NASTY.password).toHaveLength(64); // the most that is asked for
    const image = await compile(await networkedSketch(example));
    const listener = await listenerToLamp();
    const heard = new Map<string, string>();
    listener.on("message", (topic, payload) => heard.set(topic, payload.toString()));
    await listener.subscribeAsync("lab/lamp/+", { qos: 1 });
    heard.clear(); // what was retained is of the sketch before
    const uno = runUno(readHex(await readFile(image, "latin1")), school.mqttPort);
    try {
      await vi.waitFor(() => expect(heard.get("lab/lamp/password")).toBe(NASTY.password), 60_000);
      expect(heard.get("lab/lamp/status")).toBe("online");
      expect(heard.get("lab/lamp/network")).toBe(NASTY.name);
    } finally {
      uno.stop();
      await listener.endAsync(true);
    }
  },
  120_000,
);

async function listenerToLamp(): Promise<MqttClient> {
  const made = await ask<KitKey>("POST", "/api/v1/classes/lab/kits", {
    as: ada.token,
    body: { name: "Listener" },
  });
  const { username, key } = made.body;
  return mqtt.connect({ host: "127.0.0.1", port: school.mqttPort, username, password: key });
}

/** Writes a sketch's files; answers the one that the IDE opens. */
async function written(files: Map<string, string>, example: string): Promise<string> {
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return path.join(folder, `lamp-${example}`, `lamp-${example}.ino`);
}

const NETWORK = path.join(import.meta.dirname, "../../firmware/tests/thermometer-mqtt");

/** A sketch as it was made, with the Uno's serial port as its network; it publishes its secrets too. */
async function networkedSketch(example: string): Promise<string> {
  const main = await written(await sketchOf({ board: "esp32", example, wifi: NASTY }), example);
  const sketch = path.dirname(main);
  for (const file of ["board.h", "SerialClient.h"])
    await cp(path.join(NETWORK, file), path.join(sketch, file));
  await change(path.join(sketch, "board.h"), "<Kitroom.h>", '"src/Kitroom/Kitroom.h"');
  const say = 'kit.publish("network", WIFI_NAME); kit.publish("password", WIFI_PASSWORD);';
  const often = `static unsigned long said; if (millis() - said > 500) { said = millis(); ${say} }`;
  await change(main, "  kit.loop();", `  kit.loop();\n  ${often}`);
  return main;
}

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(
    file,
    text.replace(from, () => to),
  );
}

/** As the Arduino IDE does, for the Uno; rejects with what the compiler said. Answers the image's file. */
async function compile(sketch: string): Promise<string> {
  const build = await mkdtemp(path.join(folder, "build-"));
  const flags = "-DDECIMAL_DIG=__DECIMAL_DIG__ -Werror -Wno-unused-variable -Wno-unused-parameter";
  await run("arduino-builder", [
    ...["-compile", "-hardware", DEBIAN, "-hardware", "/usr/share/arduino/hardware", "-tools", "/usr/bin"],
    ...["-fqbn", "arduino:avr:uno", "-warnings", "all", "-build-path", build],
    `-prefs=compiler.cpp.extra_flags=${flags}`,
    sketch,
  ]);
  return path.join(build, `${path.basename(sketch)}.hex`);
}
