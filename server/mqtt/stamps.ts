import type { Qos } from "../contract/shapes";
import { filterSet } from "./filters";

/**
 * What MQTT 3.1.1 does not carry to a subscriber: when a message was taken, the QoS it was published with and
 * its retain flag. The intake leaves them here, the link picks them up when the message comes back from the
 * broker, so that what browsers see live equals what is stored.
 */
export type Stamp = { at: number; qos: Qos; retain: boolean };

/** A message that was accepted; `kit` is null where the server's own link published it. */
export type Accepted = Stamp & { topic: string; payload: Uint8Array; kit?: string | null };

export type Stamps = {
  /** Called by the intake before the message goes to its subscribers. Kept only for topics that the link watches. */
  push(accepted: Accepted): void;
  /** The stamp of the oldest message of this topic with these bytes, once; null where none was left. */
  take(topic: string, payload: Uint8Array): Stamp | null;
  /** Announces a publish of the link itself, to learn the time under which it was accepted. */
  expect(message: Omit<Stamp, "at"> & { topic: string; payload: Uint8Array }): Expected;
  watch(filter: string): void;
  unwatch(filter: string): void;
  /** How many watched filters match a topic. */
  watchers(topic: string): number;
  /** The broker granted a filter: what was pushed before it knew of it will not come any more. */
  settle(filter: string): void;
  /** The link lost its connection: nothing that was pushed will come. */
  clear(): void;
};

export type Expected = {
  /** When it was accepted, or null where that has not happened within so many milliseconds. */
  within(ms: number): Promise<number | null>;
  cancel(): void;
};

type Entry = { topic: string; payload: Uint8Array; stamp: Stamp; until: number };
type Waiting = { payload: Uint8Array; qos: Qos; retain: boolean; found(at: number): void };

const LIFE_MS = 10_000;
/** A message already on its way to the link arrives within this time after the SUBACK before it. */
const SETTLE_MS = 100;
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

export function openStamps(): Stamps {
  const filters = filterSet();
  const entries = new Set<Entry>(); // in order of arrival
  const byTopic = new Map<string, Entry[]>();
  const waiting = new Map<string, Waiting[]>();
  let bytes = 0;

  function drop(entry: Entry): void {
    if (!entries.delete(entry)) return;
    bytes -= entry.payload.length;
    removeFrom(byTopic, entry.topic, entry);
  }

  function makeRoom(now: number): void {
    for (const entry of entries) {
      if (entry.until > now && entries.size <= MOST_ENTRIES && bytes <= MOST_BYTES) return;
      drop(entry);
    }
  }

  function answerExpected({ topic, payload, at, qos, retain }: Accepted): void {
    const found = waiting
      .get(topic)
      ?.find((one) => one.qos === qos && one.retain === retain && sameBytes(one.payload, payload));
    found?.found(at);
  }

  function push(accepted: Accepted): void {
    const { topic, payload, at, qos, retain, kit } = accepted;
    if (kit === null || kit === undefined) answerExpected(accepted);
    if (filters.match(topic).length === 0) return;
    const now = performance.now();
    const entry = { topic, payload, stamp: { at, qos, retain }, until: now + LIFE_MS };
    entries.add(entry);
    bytes += payload.length;
    addTo(byTopic, topic, entry);
    makeRoom(now);
  }

  function take(topic: string, payload: Uint8Array): Stamp | null {
    const list = byTopic.get(topic);
    if (!list) return null;
    const now = performance.now();
    for (const entry of list) {
      if (entry.until <= now || !sameBytes(entry.payload, payload)) continue;
      drop(entry);
      return entry.stamp;
    }
    return null;
  }

  function expect(message: Omit<Stamp, "at"> & { topic: string; payload: Uint8Array }): Expected {
    const { topic, payload, qos, retain } = message;
    let at: number | null = null;
    let tell: (() => void) | null = null;
    const one: Waiting = { payload, qos, retain, found };
    function found(when: number): void {
      at = when;
      removeFrom(waiting, topic, one);
      tell?.();
    }
    addTo(waiting, topic, one);
    return {
      within: async (ms) => {
        if (at === null && ms > 0) await soonOr(ms, (resolve) => (tell = resolve));
        return at;
      },
      cancel: () => removeFrom(waiting, topic, one),
    };
  }

  function settle(filter: string): void {
    const soon = performance.now() + SETTLE_MS;
    const settled = filterSet();
    settled.add(filter);
    for (const [topic, list] of byTopic) {
      if (settled.match(topic).length === 0) continue;
      for (const entry of list) entry.until = Math.min(entry.until, soon);
    }
  }

  return {
    push,
    take,
    expect,
    settle,
    watch: filters.add,
    unwatch: filters.delete,
    watchers: (topic) => filters.match(topic).length,
    clear: () => {
      entries.clear();
      byTopic.clear();
      bytes = 0;
    },
  };
}

async function soonOr(ms: number, begin: (resolve: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    begin(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0;
}

function addTo<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function removeFrom<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  const index = list?.indexOf(item) ?? -1;
  if (!list || index < 0) return;
  list.splice(index, 1);
  if (list.length === 0) lists.delete(key);
}
