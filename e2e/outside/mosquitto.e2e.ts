import { type ChildProcess, spawn } from "node:child_process";
import { expect, test } from "@playwright/test";
import { type Kit, makeKit, openClassroom } from "./clients";
import { type Product, startProduct } from "./product";

// What a teacher copies from a kit's page into a terminal: Mosquitto's own programs.
let product: Product;
let lamp: Kit;
let fan: Kit;
const open: ChildProcess[] = [];

test.beforeAll(async () => {
  product = await startProduct();
  const { teo } = await openClassroom(product);
  await teo("POST", "/api/v1/classes", { name: "Other", slug: "other" });
  [lamp, fan] = await Promise.all([makeKit(teo, "lamp"), makeKit(teo, "fan", "other")]);
});
test.afterAll(async () => {
  for (const child of open) child.kill();
  await product.stop();
});

function run(program: string, kit: Kit, ...rest: string[]) {
  const at = ["-h", "127.0.0.1", "-p", String(product.mqttPort), "-u", kit.username, "-P", kit.key];
  // Into a pipe the programs print block by block; a test wants each line at once.
  const child = spawn("stdbuf", ["-oL", program, ...at, ...rest]);
  open.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { output: () => output, ended: new Promise<number | null>((done) => child.once("exit", done)) };
}

const pub = (kit: Kit, topic: string, message: string, ...rest: string[]) =>
  run("mosquitto_pub", kit, "-t", topic, "-m", message, ...rest);

/** Subscribes and waits until the broker has answered (-d says so). */
async function sub(kit: Kit, filter: string) {
  const program = run("mosquitto_sub", kit, "-d", "-v", "-t", filter);
  await expect.poll(program.output).toMatch(/Subscribed|All subscription requests were denied/);
  return program;
}

test("P42 P29 mosquitto_pub and mosquitto_sub work with a kit's key, at every QoS, retained too", async () => {
  const heard = await sub(lamp, "lab/#");
  for (const qos of ["0", "1", "2"])
    expect(await pub(lamp, "lab/lamp/temperature", `at ${qos}`, "-q", qos).ended).toBe(0);
  for (const qos of ["0", "1", "2"])
    await expect.poll(heard.output).toContain(`lab/lamp/temperature at ${qos}`);
  await pub(lamp, "lab/lamp/status", "online", "-r", "-q", "1").ended;
  const late = await sub(lamp, "lab/+/status");
  await expect.poll(late.output).toContain("lab/lamp/status online");
});

test("P13 with another kit's topic, another class, # and $SYS/# they get nothing", async () => {
  const denied = await Promise.all(
    ["#", "+/#", "$SYS/#", "lab/#", "lab/lamp/temperature"].map((filter) => sub(fan, filter)),
  );
  const own = await sub(fan, "other/#");
  expect(await pub(fan, "lab/lamp/temperature", "forged", "-q", "1").ended).toBe(0);
  const lamps = await sub(lamp, "lab/#");
  await pub(lamp, "lab/lamp/temperature", "true", "-q", "1").ended;
  await expect.poll(lamps.output).toContain("lab/lamp/temperature true");
  await expect.poll(own.output).toContain("not-allowed");
  expect(lamps.output()).not.toContain("forged");
  for (const program of denied) {
    expect(program.output()).toContain("All subscription requests were denied");
    expect(program.output()).not.toContain("lamp/temperature true");
  }
});

test("P42 a wrong key is refused, and the program says so", async () => {
  const refused = pub({ ...lamp, key: "wrong" }, "lab/lamp/temperature", "x");
  expect(await refused.ended).not.toBe(0);
  expect(refused.output()).toMatch(/not authori[sz]ed|bad user name or password/i);
});
