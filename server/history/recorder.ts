import { Refusal } from "../contract/refusal";
import { log } from "../log";
import {
  insertMessages,
  isRefusedRow,
  type NewMessage,
  type NumberedMessage,
  reserveSeqBlock,
  SEQ_BLOCK,
} from "../sql/message-writer";

export type Recorder = {
  /**
   * Resolves once the message is committed. Messages are stored in the order of the calls. Rejects with
   * `bad-input` where the database will never take this row, with `unavailable` where it could not be reached.
   */
  record(message: NewMessage): Promise<void>;
  /** Messages accepted and not yet committed. */
  readonly pending: number;
  /** Stores what is pending, then refuses everything. */
  close(): Promise<void>;
};

/** How the recorder writes; tests give it a store that fails. */
export type Store = {
  insert(messages: readonly NumberedMessage[]): Promise<void>;
  reserve(): Promise<number>;
};

const BATCH = 2000;
const MOST_PENDING = 50_000;
/** How long a message waits for a database that is away, in milliseconds, before its sender is told. */
const PATIENCE = 4000;
const RETRY_AFTER = 200;

type Entry = { message: NumberedMessage; until: number; done(): void; fail(error: unknown): void };

const database: Store = { insert: insertMessages, reserve: reserveSeqBlock };

/**
 * Opens the recorder. Group commit: what arrives while one transaction runs goes into the next, so that a message
 * waits for two commits at most and a thousand of them cost one.
 */
export function openRecorder(store: Store = database): Recorder {
  const waiting: Entry[] = [];
  const numbers = countingFrom(store);
  let running: Promise<void> | null = null;
  let writing = 0;
  let closed = false;
  /** The last write failed: said once, not five times a second. */
  let troubled = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      writing = batch.length;
      await writeBatch(batch);
      writing = 0;
    }
    running = null;
  }

  async function writeBatch(batch: readonly Entry[]): Promise<void> {
    let left = batch;
    while (left.length > 0) {
      try {
        await numbers.give(left);
        await store.insert(left.map(({ message }) => message));
        for (const entry of left) entry.done();
        if (troubled) log.info("history.store-again");
        troubled = false;
        return;
      } catch (error) {
        if (isRefusedRow(error)) return writeEach(left);
        left = await afterTrouble(left, error);
      }
    }
  }

  /** One row spoils its batch, so each is tried alone: the poisonous one is refused and blocks nobody. */
  async function writeEach(batch: readonly Entry[]): Promise<void> {
    for (const entry of batch) {
      try {
        await store.insert([entry.message]);
        entry.done();
      } catch (error) {
        if (isRefusedRow(error))
          entry.fail(new Refusal("bad-input", "The database refuses this message.", { cause: error }));
        else await writeBatch([entry]);
      }
    }
  }

  async function afterTrouble(batch: readonly Entry[], error: unknown): Promise<readonly Entry[]> {
    if (!troubled) log.warn("history.store-failed", { messages: batch.length, reason: String(error) });
    troubled = true;
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    const now = Date.now();
    const given = [...batch, ...waiting.splice(0)];
    const patient = given.filter(({ until }) => until > now);
    for (const entry of given) if (entry.until <= now) entry.fail(unavailable(error));
    const again = patient.filter((entry) => batch.includes(entry));
    waiting.push(...patient.filter((entry) => !batch.includes(entry)));
    return again;
  }

  return {
    record: (message) =>
      new Promise((done, fail) => {
        if (closed || waiting.length >= MOST_PENDING) return fail(unavailable());
        waiting.push({ message: { ...message, seq: UNNUMBERED }, until: Date.now() + PATIENCE, done, fail });
        running ??= drain();
      }),
    get pending() {
      return waiting.length + writing;
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
}

const UNNUMBERED = -1;

/** Numbers messages in the order of arrival, from blocks that the database hands out. */
function countingFrom(store: Store) {
  let next = 0;
  let end = 0;
  return {
    async give(entries: readonly Entry[]): Promise<void> {
      for (const { message } of entries) {
        if (message.seq !== UNNUMBERED) continue;
        if (next === end) {
          next = await store.reserve();
          end = next + SEQ_BLOCK;
        }
        message.seq = next++;
      }
    },
  };
}

function unavailable(cause?: unknown): Refusal {
  return new Refusal("unavailable", "The database is away; the message was not stored.", { cause });
}
