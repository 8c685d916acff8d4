import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type App, openStage, type Stage, settled } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const TOPIC = "demo/lamp/lux";
const members = () => stage.sockets.watchers(TOPIC);
const apps = (count: number) => Promise.all(Array.from({ length: count }, () => stage.app("ann")));
const texts = (app: App) => app.messages.map(({ payload }) => payload);

/** Answers of the broker wait until this is called. */
function holdAnswers(): () => void {
  let release = () => {};
  stage.link.answer = new Promise<void>((resolve) => {
    release = resolve;
  });
  return release;
}

test("P21 the room has the topic's name; two sockets are two members, one leaving leaves one", async () => {
  const [one, two] = [await stage.app("ann"), await stage.app("ben")];
  await one.subscribe(TOPIC);
  expect(members()).toBe(1);
  await two.subscribe(TOPIC);
  expect(members()).toBe(2);
  await one.unsubscribe(TOPIC);
  expect(members()).toBe(1);
});

test("P27 a repeated subscribe of the same socket is one membership and one SUBSCRIBE", async () => {
  const ann = await stage.app("ann");
  for (let again = 0; again < 3; again++) expect((await ann.subscribe(TOPIC)).ok).toBe(true);
  expect(members()).toBe(1);
  expect(stage.link.calls).toEqual([`+${TOPIC} 0`]);
});

test("P28 50 sockets that subscribe at once cause one SUBSCRIBE, and each waits for its grant", async () => {
  const release = holdAnswers();
  const all = await apps(50);
  let answered = 0;
  const replies = all.map((app) => app.subscribe(TOPIC, 1).finally(() => answered++));
  await vi.waitFor(() => expect(members()).toBe(50));
  expect(answered).toBe(0);
  release();
  for (const reply of await Promise.all(replies))
    expect(reply).toMatchObject({ ok: true, value: { qos: 1 } });
  expect(stage.link.calls).toEqual([`+${TOPIC} 1`]);
});

test("P28 who wants a higher QoS raises the room's, who wants a lower one does not lower it", async () => {
  const [one, two, three] = await apps(3);
  expect(await one?.subscribe(TOPIC, 0)).toMatchObject({ value: { qos: 0 } });
  expect(await two?.subscribe(TOPIC, 2)).toMatchObject({ value: { qos: 2 } });
  expect(await three?.subscribe(TOPIC, 1)).toMatchObject({ value: { qos: 1 } });
  expect(stage.link.calls).toEqual([`+${TOPIC} 0`, `+${TOPIC} 2`]);
});

test("a raise that fails leaves those in the room that were there", async () => {
  const [one, two, three] = await apps(3);
  await one?.subscribe(TOPIC, 0);
  stage.link.grants = "unavailable";
  expect(await two?.subscribe(TOPIC, 2)).toMatchObject({ code: "unavailable" });
  expect(members()).toBe(1);
  expect(await three?.subscribe(TOPIC, 0)).toMatchObject({ ok: true });
  stage.kitSends(TOPIC, "5");
  await vi.waitFor(() => expect(one && texts(one)).toEqual(["5"]));
});

test("P30 the last one's leaving causes exactly one UNSUBSCRIBE", async () => {
  const [one, two] = await apps(2);
  for (const app of [one, two]) await app?.subscribe(TOPIC);
  await one?.unsubscribe(TOPIC);
  await two?.unsubscribe(TOPIC);
  await two?.unsubscribe(TOPIC);
  await vi.waitFor(() => expect(stage.link.calls).toEqual([`+${TOPIC} 0`, `-${TOPIC}`]));
});

test("P30 a disconnect leaves as well, all rooms at once", async () => {
  const ann = await stage.app("ann");
  await ann.subscribe(TOPIC);
  await ann.subscribe("demo/lamp/#");
  ann.socket.disconnect();
  await vi.waitFor(() => expect(stage.link.calls.slice(2).toSorted()).toEqual(["-demo/lamp/#", `-${TOPIC}`]));
});

test("P30 leaving and joining again inside the grace time causes no UNSUBSCRIBE and loses nothing", async () => {
  await stage.close();
  stage = await openStage({ graceMs: 60_000 });
  const [one, two] = await apps(2);
  await one?.subscribe(TOPIC);
  one?.socket.disconnect();
  await vi.waitFor(() => expect(members()).toBe(0));
  await two?.subscribe(TOPIC);
  stage.kitSends(TOPIC, "5");
  await vi.waitFor(() => expect(two && texts(two)).toEqual(["5"]));
  expect(stage.link.calls).toEqual([`+${TOPIC} 0`]);
});

test("P30 joining while the UNSUBSCRIBE is on its way subscribes after it", async () => {
  const [one, two] = await apps(2);
  await one?.subscribe(TOPIC);
  const release = holdAnswers();
  await one?.unsubscribe(TOPIC);
  await vi.waitFor(() => expect(stage.link.calls).toHaveLength(2));
  const reply = two?.subscribe(TOPIC);
  await vi.waitFor(() => expect(members()).toBe(1));
  expect(stage.link.calls).toEqual([`+${TOPIC} 0`, `-${TOPIC}`]);
  release();
  expect(await reply).toMatchObject({ ok: true });
  expect(stage.link.calls).toEqual([`+${TOPIC} 0`, `-${TOPIC}`, `+${TOPIC} 0`]);
  stage.kitSends(TOPIC, "5");
  await vi.waitFor(() => expect(two && texts(two)).toEqual(["5"]));
});

test("P30 who goes while the SUBSCRIBE is on its way leaves nothing behind", async () => {
  const release = holdAnswers();
  const ann = await stage.app("ann");
  ann.subscribe(TOPIC).catch(() => {}); // the connection closes before it is answered
  await vi.waitFor(() => expect(stage.link.calls).toEqual([`+${TOPIC} 0`]));
  ann.socket.disconnect();
  await vi.waitFor(() => expect(members()).toBe(0));
  release();
  await vi.waitFor(() => expect(stage.link.calls).toEqual([`+${TOPIC} 0`, `-${TOPIC}`]));
});

test("P37 a topic with 100 subscribers and a subscriber with 50 topics: one going leaves the rest as it was", async () => {
  const topics = Array.from({ length: 50 }, (_, index) => `demo/lamp/t${index}`);
  for (const topic of topics) stage.world.topics.add(topic);
  const all = await apps(100);
  await Promise.all(all.map((app) => app.subscribe(TOPIC)));
  const [many, ...rest] = all;
  for (const topic of topics) await many?.subscribe(topic);
  rest.at(0)?.socket.disconnect();
  await vi.waitFor(() => expect(members()).toBe(99));
  stage.kitSends(TOPIC, "one");
  for (const topic of topics) stage.kitSends(topic, "many");
  await vi.waitFor(() => expect(many?.messages).toHaveLength(51));
  many?.socket.disconnect();
  await vi.waitFor(() => expect(members()).toBe(98));
  stage.kitSends(TOPIC, "two");
  await vi.waitFor(() => {
    for (const app of rest.slice(1)) expect(texts(app)).toEqual(["one", "two"]);
  });
});

test("P20 who is not in the room receives none of 1000 messages, a member all of them in their order", async () => {
  const [member, other] = [await stage.app("ann"), await stage.app("ben")];
  await member.subscribe(TOPIC);
  await other.subscribe("demo/fan/speed");
  for (let index = 0; index < 1000; index++) stage.kitSends(TOPIC, String(index));
  await vi.waitFor(() => expect(member.messages).toHaveLength(1000));
  expect(texts(member)).toEqual(Array.from({ length: 1000 }, (_, index) => String(index)));
  await settled(other);
  expect(other.messages).toEqual([]);
});

test("P20 who is not in the room cannot speak into it past the questions", async () => {
  const [member, outsider] = [await stage.app("ann"), await stage.app("cho")];
  await member.subscribe(TOPIC);
  const forged = [{ topic: TOPIC, payload: "forged", at: 0, qos: 0, retain: false }];
  expect(await outsider.ask("topic:messages", forged)).toMatchObject({ ok: false, code: "bad-input" });
  expect(await outsider.ask(TOPIC, "forged")).toMatchObject({ ok: false, code: "bad-input" });
  await settled(member);
  expect(member.messages).toEqual([]);
});
