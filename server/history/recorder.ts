import { Refusal } from "../contract/refusal";
import { log } from "../log";
import {
  insertMessages,
  isRefusedRow,
  type NewMessage,
  type NumberedMessage,
  reserveSeqBlock,
} from "../sql/message-writer";
import { type Entry, Waiting } from "./waiting";

export type Recorder = {
  /**
   * Resolves once the message is committed. Messages are stored in the order of the calls. Rejects with
   * `bad-input` where the database will never take this row, with `unavailable` where it could not be reached or
   * too much waits for it already.
   */
  record(message: NewMessage): Promise<void>;
  /** The same for whoever does not wait: `lost` is called with the reason where `record` would reject. */
  recordUnawaited(message: NewMessage, lost: (reason: unknown) => void): void;
  /** Messages accepted and not yet committed. */
  readonly pending: number;
  /** Stores what is pending, then refuses everything. */
  close(): Promise<void>;
};

/** How the recorder writes; tests give it a store that fails. `again`: see insertMessages. */
export type Store = {
  insert(messages: readonly NumberedMessage[], again: boolean): Promise<void>;
  reserve(): Promise<number>;
};

const RETRY_AFTER = 200;
/** How long messages that nobody waits for are gathered, in milliseconds: a transaction costs as much as 100 rows. */
const GATHER_MS = 100;
/**
 * It takes half a millisecond to put a batch together, which no reading on its way should wait for, nor who hears it:
 * it begins when no message has come for so long, in milliseconds, and is put off by a millisecond so often at most.
 */
const PAUSE = { ms: 1, tries: 20 };
/** So many are worth a transaction at once. */
const ENOUGH = 500;
/**
 * Where many wait for their acknowledgement, they too are gathered: while transactions of more than `crowd` begin within
 * `soon` milliseconds of each other, the next one waits `gatherMs` for company. One kit alone never waits for any.
 */
const BUSY = { crowd: 4, soon: 20, gatherMs: 4 };

const database: Store = { insert: insertMessages, reserve: reserveSeqBlock };

/**
 * Opens the recorder. Group commit: what arrives while one transaction runs goes into the next, so that a message
 * waits for two commits at most and a thousand of them cost one. QoS 0 alone is gathered a little first, and so is
 * what comes soon after a crowd.
 */
export function openRecorder(store: Store = database): Recorder {
  const waiting = new Waiting(() => store.reserve());
  let running: Promise<void> | null = null;
  let closed = false;
  /** Looks whether the gathering is to end before its time; null when nothing is being gathered. */
  let lookAgain: (() => void) | null = null;
  /** The last write failed: said once, not five times a second. */
  let troubled = false;
  /** When the last message came. */
  let cameAt = Number.NEGATIVE_INFINITY;
  /** When the last transaction began and how many messages it took. */
  let last = { began: Number.NEGATIVE_INFINITY, messages: 0 };

  async function drain(): Promise<void> {
    while (waiting.any) {
      await gather({ milliseconds: GATHER_MS, tries: PAUSE.tries }, () => waiting.anyAwaited);
      const busy = last.messages > BUSY.crowd && performance.now() - last.began < BUSY.soon;
      if (busy) await gather({ milliseconds: BUSY.gatherMs, tries: 0 });
      const batch = waiting.take();
      last = { began: performance.now(), messages: batch.length };
      await writeBatch(batch);
    }
    running = null;
  }

  /** Waits for more messages: so long and for a pause in them, until there are enough, or until `isOver`. */
  async function gather(time: { milliseconds: number; tries: number }, isOver = () => false): Promise<void> {
    const isDue = () => closed || waiting.inLine >= ENOUGH || isOver();
    if (isDue()) return;
    await new Promise<void>((resolve) => {
      let { tries } = time;
      let ended = false;
      const end = () => {
        ended = true;
        clearTimeout(timer);
        resolve();
      };
      const endInPause = () => {
        if (tries-- === 0 || performance.now() - cameAt >= PAUSE.ms) end();
        else if (!ended) timer = setTimeout(look, 1);
      };
      // What woke the thread together with the timer is here two turns later.
      const look = () => setImmediate(() => setImmediate(endInPause));
      let timer = setTimeout(look, time.milliseconds);
      lookAgain = () => {
        if (isDue()) end();
      };
    });
    lookAgain = null;
  }

  async function writeBatch(batch: readonly Entry[], tried = false): Promise<void> {
    let left = batch;
    let again = tried;
    while (left.length > 0) {
      try {
        await waiting.number(left);
        await store.insert(
          left.map(({ message }) => message),
          again,
        );
        for (const entry of left) waiting.done(entry);
        if (troubled) log.info("history.store-again");
        troubled = false;
        return;
      } catch (error) {
        if (isRefusedRow(error)) return writeEach(left);
        left = await afterTrouble(left, error);
        again = true;
      }
    }
  }

  /** One row spoils its batch, so each is tried alone: the poisonous one is refused and blocks nobody. */
  async function writeEach(batch: readonly Entry[]): Promise<void> {
    for (const entry of batch) {
      try {
        await store.insert([entry.message], true);
        waiting.done(entry);
      } catch (error) {
        if (isRefusedRow(error))
          waiting.fail(
            entry,
            new Refusal("bad-input", "The database refuses this message.", { cause: error }),
          );
        else await writeBatch([entry], true);
      }
    }
  }

  /** Answers those of the batch that still have time, after a pause. */
  async function afterTrouble(batch: readonly Entry[], error: unknown): Promise<readonly Entry[]> {
    if (!troubled) log.warn("history.store-failed", { messages: batch.length, reason: String(error) });
    troubled = true;
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    const now = Date.now();
    const late = batch.filter(({ until }) => until <= now);
    for (const entry of [...late, ...waiting.takeLate(now)]) waiting.fail(entry, unavailable(error));
    return batch.filter(({ until }) => until > now);
  }

  function add(message: NewMessage, done: () => void, fail: (error: unknown) => void): void {
    if (closed || waiting.isFullFor(message)) {
      fail(unavailable());
      return;
    }
    waiting.add(message, done, fail);
    cameAt = performance.now();
    running ??= drain();
    lookAgain?.();
  }

  return {
    record: (message) => new Promise((done, fail) => add(message, done, fail)),
    recordUnawaited: (message, lost) => add(message, nobodyWaits, lost),
    get pending() {
      return waiting.pending;
    },
    close: async () => {
      closed = true;
      lookAgain?.();
      await running;
    },
  };
}

function nobodyWaits(): void {}

function unavailable(cause?: unknown): Refusal {
  return new Refusal("unavailable", "The database is away; the message was not stored.", { cause });
}
