import type { Pool, PoolClient } from "pg";
import { Refusal } from "../contract/refusal";
import { log } from "../log";
import { isRefusedRow } from "./message-writer";

/** How the rows of one table are written. Each statement takes many rows; none of them has the same key twice. */
export type Table<Row> = {
  keyOf(row: Row): string;
  put(connection: PoolClient, rows: readonly Row[]): Promise<unknown>;
  remove(connection: PoolClient, rows: readonly Row[]): Promise<unknown>;
};

/** A table to write to: what is said last of a key is what will stand. */
export type Writer<Row> = { put(row: Row): void; remove(row: Row): void };

type Change = { key: string; write(connection: PoolClient, changes: readonly Change[]): Promise<unknown> };
type RowChange<Row> = Change & { row: Row; gone: boolean };
type Waiter = { done(): void; fail(error: unknown): void };

const RETRY_AFTER = 250;
const RETRY_AFTER_MOST = 2000;

/**
 * Collects changes of rows while the transaction before runs, and commits them together. Changes that could not be
 * written are kept and tried again; those who wait for them are refused with `unavailable`.
 */
export class GroupCommit {
  private staged = new Map<string, Change>();
  private waiting: Waiter[] = [];
  private running: Promise<void> | null = null;
  private writing = false;
  private closed = false;
  /** How long to wait before the next try, while the database is away; null while it is there. */
  private patience: number | null = null;

  constructor(private readonly pool: Pool) {}

  /** A table under this commit; `name` tells its keys from those of the others. */
  table<Row>(name: string, table: Table<Row>): Writer<Row> {
    const write = async (connection: PoolClient, changes: readonly Change[]) => {
      const mine = changes as readonly RowChange<Row>[]; // grouped by this very function
      const rows = (gone: boolean) => mine.filter((change) => change.gone === gone).map(({ row }) => row);
      const [removed, put] = [rows(true), rows(false)];
      if (removed.length > 0) await table.remove(connection, removed);
      if (put.length > 0) await table.put(connection, put);
    };
    const stage = (row: Row, gone: boolean) => {
      const change: RowChange<Row> = { key: `${name}\0${table.keyOf(row)}`, write, row, gone };
      this.stage(change);
    };
    return { put: (row) => stage(row, false), remove: (row) => stage(row, true) };
  }

  /** Resolves when everything staged until now is committed; rejects with `unavailable` when that failed. */
  commit(): Promise<void> {
    if (this.staged.size === 0 && !this.writing) return Promise.resolve();
    return new Promise((done, fail) => this.waiting.push({ done, fail }));
  }

  /** Writes what is staged, if the database takes it, and stops. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private stage(change: Change): void {
    this.staged.delete(change.key);
    this.staged.set(change.key, change);
    // One turn of the event loop later, so that what arrives in one packet is one transaction.
    this.running ??= new Promise((resolve) => setImmediate(resolve)).then(() => this.drain());
  }

  private async drain(): Promise<void> {
    while (this.staged.size > 0 || this.waiting.length > 0) {
      const [changes, waiters] = [this.staged, this.waiting];
      this.staged = new Map();
      this.waiting = [];
      this.writing = true;
      const error = await this.write([...changes.values()]);
      this.writing = false;
      if (error === null) for (const waiter of waiters) waiter.done();
      else if (!(await this.afterTrouble(error, changes, waiters))) break;
    }
    this.running = null;
  }

  /** Null when the changes are committed, or when the database will never take them; else why not now. */
  private async write(changes: readonly Change[]): Promise<Error | null> {
    if (changes.length === 0) return null;
    try {
      await this.transaction(changes);
      return null;
    } catch (error) {
      if (!isRefusedRow(error)) return error instanceof Error ? error : new Error(String(error));
      if (changes.length === 1) {
        log.error("mqtt.store", error, { row: changes[0]?.key.replaceAll("\0", " ") });
        return null;
      }
    }
    // One row spoils its transaction, so each is tried alone: the poisonous one blocks nobody.
    for (const change of changes) {
      const error = await this.write([change]);
      if (error) return error;
    }
    return null;
  }

  private async transaction(changes: readonly Change[]): Promise<void> {
    const connection = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await connection.query("BEGIN");
      for (const [write, group] of byTable(changes)) await write(connection, group);
      await connection.query("COMMIT");
      this.patience = null;
    } catch (error) {
      await connection.query("ROLLBACK").catch((reason: Error) => {
        broken = reason;
      });
      throw error;
    } finally {
      connection.release(broken);
    }
  }

  /** Keeps the changes for the next try. False when there is to be none. */
  private async afterTrouble(error: Error, changes: Map<string, Change>, waiters: readonly Waiter[]) {
    if (this.patience === null) log.warn("mqtt.store-away", { reason: error.message });
    this.patience = Math.min((this.patience ?? RETRY_AFTER / 2) * 2, RETRY_AFTER_MOST);
    const refusal = new Refusal("unavailable", "The database is away.", { cause: error });
    for (const waiter of waiters) waiter.fail(refusal);
    this.staged = new Map([...changes, ...this.staged]);
    if (this.closed) {
      for (const waiter of this.waiting.splice(0)) waiter.fail(refusal);
      this.staged.clear();
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, this.patience ?? RETRY_AFTER));
    return true;
  }
}

function byTable(changes: readonly Change[]): Map<Change["write"], Change[]> {
  const groups = new Map<Change["write"], Change[]>();
  for (const change of changes) {
    const group = groups.get(change.write);
    if (group) group.push(change);
    else groups.set(change.write, [change]);
  }
  return groups;
}
