import { openEmbeddedPostgres } from "#server/embedded/postgres";
import { log } from "#server/log";
import { openDatabase } from "#server/sql/client";
import { migrate } from "#server/sql/migrate";
import { ensurePartitions } from "#server/sql/partitions";
import { openHoursBefore, rollHour } from "#server/sql/rollups";

/** The product's own database, opened without the product: for loading it, and for what an index is worth. */
export type Store = {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs a query after settings that hold for it alone. */
  alone(settings: readonly string[], text: string, values: readonly unknown[]): Promise<void>;
  ensurePartitions(times: Iterable<number>): Promise<void>;
  /** Hours with messages that ended before a time and are not summed up. */
  openHours(before: number): Promise<number[]>;
  rollHour(hour: number): Promise<void>;
  close(): Promise<void>;
};

/** Opens the database of a data directory that no server holds, brought up to date by the product's migrations. */
export async function openStore(dataDir: string): Promise<Store> {
  log.level("warn");
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  await migrate(postgres.url);
  const database = openDatabase(postgres.url, postgres.nearUrl);
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const { rows } = await database.pool.query(text, [...values]);
      return rows as Row[]; // the caller says what it asked for
    },
    alone: async (settings, text, values) => {
      const client = await database.pool.connect();
      try {
        await client.query("BEGIN");
        for (const setting of settings) await client.query(setting);
        await client.query(text, [...values]);
      } finally {
        await client.query("ROLLBACK");
        client.release();
      }
    },
    ensurePartitions,
    openHours: openHoursBefore,
    rollHour,
    close: async () => {
      await database.close();
      await postgres.close();
    },
  };
}
