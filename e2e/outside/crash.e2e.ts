import { expect, test } from "@playwright/test";
import type { MqttClient } from "mqtt";
import { type Caller, connectKit, makeKit, openClassroom } from "./clients";
import { type Product, startProduct } from "./product";

const CLIENTS = 50;
const IN_FLIGHT = 20;
const KILLS = 5;

let product: Product;

test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product.stop());

/** A kit that keeps messages in flight and notes which were acknowledged. */
function busyKit(client: MqttClient, topic: string, qos: 1 | 2) {
  const acknowledged: string[] = [];
  let sent = 0;
  let stopped = false;
  const under = new Set<Promise<unknown>>();

  function send(): void {
    if (stopped) return;
    const payload = `${topic} ${sent++}`;
    const one = client.publishAsync(topic, payload, { qos }).then(
      () => {
        acknowledged.push(payload);
        send();
      },
      () => send(),
    );
    under.add(one);
    one.finally(() => under.delete(one));
  }

  for (let index = 0; index < IN_FLIGHT; index++) send();
  return {
    acknowledged,
    /** Stops sending and waits for what is in flight. */
    finish: async () => {
      stopped = true;
      while (under.size > 0) await Promise.all(under);
      await client.endAsync();
    },
  };
}

async function stored(by: Caller, topic: string): Promise<string[]> {
  const payloads: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await by(
      "GET",
      `/api/v1/classes/lab/messages?topic=${topic}&limit=1000${cursor && `&cursor=${cursor}`}`,
    );
    payloads.push(...(body.items as { payload: string }[]).map(({ payload }) => payload));
    cursor = body.nextCursor as string | null;
  }
  return payloads;
}

test("P41 P40 P18 killed five times under load: what was acknowledged is stored, at QoS 2 exactly once", async () => {
  test.setTimeout(300_000);
  const { teo } = await openClassroom(product);
  await teo("PATCH", "/api/v1/classes/lab", { settings: { limits: { messagesPerSecond: 1000 } } });
  const kits = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      const slug = `kit-${index}`;
      const qos = index % 2 === 0 ? 1 : 2;
      const client = await connectKit(product, await makeKit(teo, slug), {
        reconnectPeriod: 100,
        clean: false,
        clientId: slug,
      });
      return { topic: `lab/${slug}/count`, qos, ...busyKit(client, `lab/${slug}/count`, qos) } as const;
    }),
  );
  const acknowledged = () => kits.reduce((sum, kit) => sum + kit.acknowledged.length, 0);

  for (let kill = 0; kill < KILLS; kill++) {
    const before = acknowledged();
    await expect.poll(() => acknowledged(), { timeout: 60_000 }).toBeGreaterThan(before + 2000);
    await product.kill();
    await product.restart();
  }
  await Promise.all(kits.map((kit) => kit.finish()));

  let repeated = 0;
  for (const kit of kits) {
    const rows = await stored(teo, kit.topic);
    const different = new Set(rows);
    expect(
      kit.acknowledged.filter((payload) => !different.has(payload)),
      `${kit.topic}: acknowledged and lost`,
    ).toEqual([]);
    if (kit.qos === 2) expect(rows.length, `${kit.topic}: stored twice`).toBe(different.size);
    else repeated += rows.length - different.size;
  }
  test.info().annotations.push({
    type: "measured",
    description: `${acknowledged()} acknowledged, ${repeated} of QoS 1 stored twice`,
  });
});
