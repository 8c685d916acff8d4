import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { generate } from "mqtt-packet";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal } from "../../contract/refusal";
import { type Bench, connectLink, connectRawKit, oneDatabase, openBench } from "./testing";

oneDatabase();
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
});

type Sent = { qos: 0 | 1; retain: boolean; dup: boolean; stream: number; ping: boolean };

const FIRST: Sent = { qos: 1, retain: false, dup: false, stream: 0, ping: false };
const seldom = fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, fc.constant(true));
const sent: fc.Arbitrary<Sent> = fc.record({
  qos: fc.constantFrom(0, 0, 1),
  retain: seldom,
  dup: seldom,
  stream: fc.nat(2),
  ping: seldom,
});

function packetOf({ qos, retain, dup, stream, ping }: Sent, number: number): Buffer {
  const publish = generate({
    cmd: "publish",
    topic: `physics/lamp/s${stream}`,
    payload: String(number),
    qos,
    messageId: number + 1,
    retain,
    dup: qos > 0 && dup,
  });
  return ping ? Buffer.concat([publish, generate({ cmd: "pingreq" })]) : publish;
}

test("whichever way each packet takes: every message once, in order, and acknowledged in order", async () => {
  const link = await connectLink(bench);
  await link.subscribeAsync("#", { qos: 1 });
  let connections = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { minLength: 1, maxLength: 400 }),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9000 })), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.infiniteStream(fc.nat(3)),
      async (all, cuts, delays) => {
        link.received.length = 0;
        bench.message.take = (inbound) => {
          bench.taken.push(inbound);
          const delay = delays.next().value;
          if (delay > 0 || inbound.qos > 0) return sleep(delay);
        };
        const kit = await connectRawKit(bench, "physics.lamp", `c${connections++}`);
        for (const stream of [0, 1, 2]) kit.send(packetOf({ ...FIRST, stream }, 0));
        for (const _ of [0, 1, 2]) await kit.next("puback"); // its topics are known from now on
        await vi.waitFor(() => expect(link.received).toHaveLength(3));
        bench.taken.length = 0;
        link.received.length = 0;
        const acknowledged: (number | undefined)[] = [];
        const bytes = Buffer.concat(all.map(packetOf));
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const length = cuts[cut % cuts.length] ?? bytes.length;
          kit.send(bytes.subarray(at, at + length));
          at += length;
          await sleep(cut % 3);
        }
        const numbers = all.map((_, number) => number);
        await vi.waitFor(() => expect(link.received).toHaveLength(all.length), 5000);
        expect(link.received.map(({ text }) => Number(text))).toEqual(numbers);
        expect(bench.taken.map(({ payload }) => Number(payload.toString()))).toEqual(numbers);
        const expected = numbers.filter((number) => all[number]?.qos === 1).map((number) => number + 1);
        while (acknowledged.length < expected.length) {
          const { messageId } = await kit.next("puback");
          acknowledged.push(messageId);
        }
        expect(acknowledged).toEqual(expected);
        kit.socket.destroy();
        await kit.closed;
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

test("whoever says all at once and hangs up has said it: every reading is taken, and no will is published", async () => {
  const link = await connectLink(bench);
  await link.subscribeAsync("#");
  const kit = await connectRawKit(bench, "physics.lamp", "lamp", true, {
    topic: "physics/lamp/status",
    payload: Buffer.from("died"),
    qos: 0,
    retain: false,
  });
  const readings = Array.from({ length: 3000 }, (_, number) => packetOf({ ...FIRST, qos: 0 }, number));
  kit.socket.end(Buffer.concat([...readings, generate({ cmd: "disconnect" })]));
  await vi.waitFor(() => expect(bench.taken).toHaveLength(readings.length), 5000);
  await vi.waitFor(() => expect(link.received).toHaveLength(readings.length), 5000);
  await vi.waitFor(() => expect(bench.presences.at(-1)).toMatchObject({ online: false }));
  expect(bench.taken.every(({ topic }) => topic === "physics/lamp/s0")).toBe(true);
});

test("rights that end while many readings wait: none is taken any more", async () => {
  const kit = await connectRawKit(bench, "physics.lamp", "lamp");
  kit.send(packetOf(FIRST, 0));
  await kit.next("puback");
  let refreshed: Promise<number> | null = null;
  bench.message.take = (inbound) => {
    bench.taken.push(inbound);
    if (bench.taken.length < 200 || refreshed) return;
    bench.grants.delete("physics.lamp");
    refreshed = bench.broker.refresh("physics.lamp").then(() => bench.taken.length);
  };
  kit.send(
    Buffer.concat(Array.from({ length: 3000 }, (_, number) => packetOf({ ...FIRST, qos: 0 }, number))),
  );
  await kit.closed;
  const takenThen = await refreshed;
  await sleep(50); // several turns of the event loop, each of which would take more
  expect(takenThen).toBeLessThan(3000);
  expect(bench.taken).toHaveLength(takenThen ?? 0);
});

test("one that cannot be stored is not acknowledged, nor is any after it; only what is stored goes out", async () => {
  const link = await connectLink(bench);
  await link.subscribeAsync("physics/lamp/s0");
  const kit = await connectRawKit(bench, "physics.lamp", "lamp");
  kit.send(packetOf(FIRST, 0));
  await kit.next("puback");
  const stored = [0];
  bench.message.take = async ({ payload }) => {
    const number = Number(payload.toString());
    await sleep(number % 3);
    if (number === 20) throw new Refusal("unavailable", "The database is away.");
    stored.push(number);
  };
  kit.send(Buffer.concat(Array.from({ length: 40 }, (_, index) => packetOf(FIRST, index + 1))));
  await kit.closed;
  const acknowledged = kit.packets.map((packet) => packet.cmd === "puback" && Number(packet.messageId) - 1);
  expect(acknowledged).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  const inOrder = stored.toSorted((one, other) => one - other);
  await vi.waitFor(() => expect(link.received.map(({ text }) => Number(text))).toEqual(inOrder));
});
