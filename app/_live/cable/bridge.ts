import { createStore, type Store } from "../store";
import { createCommands } from "./commands";
import { LONGEST_TO_KIT, readLine, writeFrame } from "./frames";
import type { Line } from "./line";
import { createLines } from "./lines";
import { type KitOnLine, type Network, openNetwork } from "./network";

/** What a page shows of a kit on a cable. */
export type BridgeView = {
  /** `silent`: nothing heard of the kit yet. `live`: heard, and its readings go to the broker. */
  state: "silent" | "connecting" | "live" | "refused" | "closed";
  /** What the sketch printed for its author, the newest last. */
  console: readonly { id: number; text: string }[];
  readings: number;
  damaged: number;
  /** Readings that were given up while there was no connection to the broker. */
  dropped: number;
  commandsWaiting: number;
  lastRefusal: { code: string; message: string } | null;
};

export type Bridge = {
  view: Store<BridgeView>;
  close(): void;
  /** Resolves when the bridge is over, and the line free for somebody else. */
  ended: Promise<void>;
};

const SILENT: BridgeView = {
  state: "silent",
  console: [],
  readings: 0,
  damaged: 0,
  dropped: 0,
  commandsWaiting: 0,
  lastRefusal: null,
};
const LINES_KEPT = 200;
/** A sketch that prints without end must not keep the page from everything else: what it said is shown so often. */
const SHOWN_EVERY_MS = 100;
/** A board that was just opened runs its bootloader first: it is asked again until it answers. */
const HELLO_EVERY_MS = 1000;
const NOTHING = new Uint8Array();
/** What a frame has besides name and value: `@`, a blank, `*HH` and the line feed. */
const AROUND = 6;

/** Carries a kit on a cable to the broker in its own name, and its commands back, until the line ends or `close`. */
export function openBridge({ line, kit }: { line: Line; kit: KitOnLine }): Bridge {
  const view = createStore(SILENT);
  const change = (part: Partial<BridgeView>) => view.set({ ...view.read(), ...part });
  let said: BridgeView["console"][number][] = [];
  let counted = { readings: 0, damaged: 0, dropped: 0 };
  let showing: ReturnType<typeof setTimeout> | null = null;
  const reader = line.readable.getReader();
  const writer = line.writable.getWriter();
  const send = (frame: Uint8Array) => void writer.write(frame).catch(end);
  const commands = createCommands(send, (commandsWaiting) => change({ commandsWaiting }));
  const hello = setInterval(askHello, HELLO_EVERY_MS);
  let network: Promise<Network> | null = null;
  let lines = 0;
  let over = false;
  let free = () => {};
  const ended = new Promise<void>((resolve) => {
    free = resolve;
  });

  const lineEnds = createLines(
    (bytes) => {
      const { text, frame, damaged } = readLine(bytes);
      if (text) print(text);
      if (damaged) count("damaged");
      if (frame) heard(frame.name, frame.value);
    },
    () => count("damaged"),
  );

  function askHello(): void {
    send(writeFrame("$hello", NOTHING));
  }

  function print(text: string): void {
    said.push({ id: lines++, text });
    if (said.length > LINES_KEPT) said.shift();
    showing ??= setTimeout(show, SHOWN_EVERY_MS);
  }

  function count(what: keyof typeof counted): void {
    counted[what] += 1;
    showing ??= setTimeout(show, SHOWN_EVERY_MS);
  }

  function show(): void {
    showing = null;
    const before = view.read();
    const console = said.length === 0 ? before.console : [...before.console, ...said].slice(-LINES_KEPT);
    change({
      console,
      readings: before.readings + counted.readings,
      damaged: before.damaged + counted.damaged,
      dropped: before.dropped + counted.dropped,
    });
    said = [];
    counted = { readings: 0, damaged: 0, dropped: 0 };
  }

  function heard(name: string, value: Uint8Array): void {
    clearInterval(hello);
    if (!network) {
      network = connect();
      network.catch(end); // what it needs could not be loaded
    }
    if (name === "$hello") {
      commands.restarted();
      void network.then(({ ask }) => ask());
    } else if (name === "$ok" || name === "$no") commands.answered();
    else if (!name.startsWith("$")) {
      count("readings");
      void network.then(({ publish }) => publish(name, value));
    }
  }

  function connect(): Promise<Network> {
    change({ state: "connecting" });
    return openNetwork(kit, {
      onConnected: (connected) => {
        if (!over && view.read().state !== "refused") change({ state: connected ? "live" : "connecting" });
      },
      onCommand: (stream, payload) => {
        const frame = writeFrame(stream, payload);
        if (frame.length <= LONGEST_TO_KIT + AROUND) commands.add(frame);
        else change({ lastRefusal: { code: "too-large", message: stream } });
      },
      onRefusal: (lastRefusal) => {
        change({ lastRefusal });
        send(writeFrame("$refused", new TextEncoder().encode(lastRefusal.code)));
      },
      onKeyRefused: () => change({ state: "refused" }),
      onDropped: () => count("dropped"),
    });
  }

  function end(): void {
    if (over) return;
    over = true;
    clearInterval(hello);
    commands.clear();
    if (showing !== null) clearTimeout(showing);
    show();
    void letGo().then(free);
    void network?.then(({ close }) => close());
    change({ state: "closed" });
  }

  /** What fails here has ended already. */
  async function letGo(): Promise<void> {
    await Promise.allSettled([reader.cancel(), writer.close()]);
    reader.releaseLock();
    writer.releaseLock();
  }

  askHello();
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || over) return;
      lineEnds.take(value);
    }
  })()
    .catch(() => {}) // the cable was pulled out
    .finally(end);

  return { view, close: end, ended };
}
