import type { MqttClient } from "mqtt";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { KitKey, Page } from "../contract/shapes";
import { ask } from "./api";
import { openRunning, type Running } from "./running";
import { openRawKit, openWire, type Seen, type Wire } from "./wire";

let running: Running;
let wire: Wire;
let lamp: KitKey;
let fan: KitKey;

beforeAll(async () => {
  running = await openRunning();
  [lamp, fan] = await Promise.all([running.makeKit("lamp"), running.makeKit("fan")]);
});
afterAll(() => running.close());
beforeEach(async () => {
  wire = await openWire(running.kitroom.mqttPort);
  return () => wire.close();
});

async function stored(topic: string): Promise<string[]> {
  const { body } = await ask<Page<{ payload: string }>>(
    "GET",
    `/api/v1/classes/lab/messages?topic=${topic}&limit=1000`,
    { as: running.teo.token },
  );
  return body.items.map(({ payload }) => payload);
}

/** A kit behind the wire that comes back by itself, with a session that the broker keeps. */
function overWire(kit: KitKey, clientId: string): Promise<MqttClient> {
  return running.connectKit(kit, { port: wire.port, reconnectPeriod: 50, clean: false, clientId });
}

function heardBy(client: MqttClient): string[] {
  const heard: string[] = [];
  client.on("message", (_topic, payload) => heard.push(payload.toString()));
  return heard;
}

const commands = (direction: Seen["direction"]) =>
  wire.seen
    .filter((one) => one.direction === direction && /^pub/.test(one.packet.cmd))
    .map(({ packet }) => packet.cmd);

describe("P39 QoS 0", () => {
  test("is a PUBLISH and nothing else", async () => {
    const kit = await overWire(lamp, "p39");
    await kit.publishAsync("lab/lamp/p39", "once", { qos: 0 });
    await vi.waitFor(async () => expect(await stored("lab/lamp/p39")).toEqual(["once"]));
    expect(commands("to broker")).toEqual(["publish"]);
    expect(commands("from broker")).toEqual([]);
    await kit.endAsync();
  });

  test("may be lost: what the wire loses is not sent again", async () => {
    const kit = await overWire(lamp, "p39-lost");
    wire.lose(({ packet }) => packet.cmd === "publish");
    kit.publish("lab/lamp/p39-lost", "lost", { qos: 0 });
    await vi.waitFor(() =>
      expect(wire.seen.filter(({ packet }) => packet.cmd === "connack")).toHaveLength(2),
    );
    await kit.publishAsync("lab/lamp/p39-lost", "kept", { qos: 1 });
    expect(await stored("lab/lamp/p39-lost")).toEqual(["kept"]);
    await kit.endAsync();
  });
});

describe("P40 QoS 1", () => {
  test("is acknowledged after it is stored", async () => {
    const kit = await overWire(lamp, "p40");
    await kit.publishAsync("lab/lamp/p40", "x", { qos: 1 });
    expect(await stored("lab/lamp/p40")).toEqual(["x"]);
    expect([...commands("to broker"), ...commands("from broker")]).toEqual(["publish", "puback"]);
    await kit.endAsync();
  });

  test("a PUBACK that is lost makes the kit send again; DUP changes nothing: acknowledged, stored at least once", async () => {
    const kit = await overWire(lamp, "p40-lost");
    wire.lose(({ packet }) => packet.cmd === "puback");
    await kit.publishAsync("lab/lamp/p40-lost", "x", { qos: 1 });
    expect(commands("to broker")).toEqual(["publish", "publish"]);
    expect(await stored("lab/lamp/p40-lost")).toEqual(["x", "x"]);
    await kit.endAsync();
  });

  test("a PUBLISH that is marked as sent again (DUP) is acknowledged under its id", async () => {
    const kit = await openRawKit(running.kitroom.mqttPort, lamp);
    const again = {
      cmd: "publish",
      topic: "lab/lamp/p40-dup",
      payload: "x",
      qos: 1,
      messageId: 7,
      retain: false,
    } as const;
    for (const dup of [false, true]) {
      kit.send({ ...again, dup });
      expect(await kit.next("puback")).toMatchObject({ messageId: 7 });
    }
    kit.close();
  });

  test("a command whose PUBACK is lost comes to the kit again", async () => {
    const kit = await overWire(lamp, "p40-down");
    const heard = heardBy(kit);
    await kit.subscribeAsync("lab/lamp/set/p40", { qos: 1 });
    const sender = await running.connectKit(fan);
    wire.lose(({ direction, packet }) => direction === "to broker" && packet.cmd === "puback");
    await sender.publishAsync("lab/lamp/set/p40", "on", { qos: 1 });
    await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(2));
    expect(new Set(heard)).toEqual(new Set(["on"]));
    await Promise.all([kit.endAsync(), sender.endAsync()]);
  });
});

describe("P41 QoS 2, the four-way handshake of Fig. 3", () => {
  test("is PUBLISH, PUBREC, PUBREL, PUBCOMP with one packet id", async () => {
    const kit = await overWire(lamp, "p41");
    await kit.publishAsync("lab/lamp/p41", "x", { qos: 2 });
    const handshake = wire.seen.filter(({ packet }) => /^pub/.test(packet.cmd)).map(({ packet }) => packet);
    expect(handshake.map(({ cmd }) => cmd)).toEqual(["publish", "pubrec", "pubrel", "pubcomp"]);
    expect(new Set(handshake.map(({ messageId }) => messageId)).size).toBe(1);
    await kit.endAsync();
  });

  test.each(["publish", "pubrec", "pubrel", "pubcomp"])(
    "a %s that is lost on the way in: one row, one delivery",
    async (lost) => {
      const topic = `lab/lamp/p41-${lost}`;
      const other = await running.connectKit(fan);
      const heard = heardBy(other);
      await other.subscribeAsync(topic, { qos: 2 });
      const kit = await overWire(lamp, `p41-${lost}`);
      wire.lose(({ packet }) => packet.cmd === lost);
      await kit.publishAsync(topic, "once", { qos: 2 });
      await kit.publishAsync(topic, "next", { qos: 2 });
      await vi.waitFor(() => expect(heard).toContain("next"));
      expect(heard).toEqual(["once", "next"]);
      expect(await stored(topic)).toEqual(["once", "next"]);
      await Promise.all([kit.endAsync(), other.endAsync()]);
    },
  );

  test.each(["publish", "pubrec", "pubrel", "pubcomp"])(
    "a %s that is lost on the way out: the kit acts once",
    async (lost) => {
      const topic = `lab/lamp/set/p41-${lost}`;
      const kit = await overWire(lamp, `p41-out-${lost}`);
      const heard = heardBy(kit);
      await kit.subscribeAsync(topic, { qos: 2 });
      const sender = await running.connectKit(fan);
      wire.lose(({ packet }) => packet.cmd === lost);
      await sender.publishAsync(topic, "once", { qos: 2 });
      await vi.waitFor(() =>
        expect(wire.seen.filter(({ packet }) => packet.cmd === "connack")).toHaveLength(2),
      );
      await sender.publishAsync(topic, "next", { qos: 2 });
      await vi.waitFor(() => expect(heard).toContain("next"));
      expect(heard).toEqual(["once", "next"]);
      await Promise.all([kit.endAsync(), sender.endAsync()]);
    },
  );
});

describe("P44 the broker stands between", () => {
  test("commands for a kit that is away wait for it, in order, over a restart of the server", async () => {
    const kit = await running.connectKit(lamp, { clean: false, clientId: "sleeper" });
    await kit.subscribeAsync("lab/lamp/set/#", { qos: 1 });
    await kit.endAsync();
    const wanted = Array.from({ length: 20 }, (_, index) => `command ${index}`);
    for (const payload of wanted) {
      const body = { topic: "lab/lamp/set/queue", payload, qos: 1 };
      expect((await ask("POST", "/api/v1/classes/lab/publish", { as: running.teo.token, body })).status).toBe(
        200,
      );
    }
    await running.restart();
    const heard: string[] = [];
    const back = await running.connectKit(lamp, { clean: false, clientId: "sleeper" });
    back.on("message", (_topic, payload) => heard.push(payload.toString()));
    await vi.waitFor(() => expect(heard).toHaveLength(20));
    expect(heard).toEqual(wanted);
    await back.endAsync();
  });
});
