import pg from "pg";
import type { Filled } from "../load/fill";
import { kitOf, markOf, seqOf } from "../load/payload";

/** Acknowledged readings beside the rows of the database. */
export type Stored = { acknowledged: number; rows: number; missing: number; doubled: number };

/** Looks up every acknowledged reading of a run among the stored rows. */
export async function compareWithRows(
  databaseUrl: string,
  { run, sent, unacknowledged }: Filled,
): Promise<Stored> {
  const rows = await rowsOf(databaseUrl, run);
  const found = sent.map((count) => new Uint8Array(count));
  let doubled = 0;
  for (const payload of rows) {
    const numbers = found[kitOf(payload, 0)];
    const seq = seqOf(payload, 0);
    if (numbers?.[seq]) doubled++;
    else if (numbers) numbers[seq] = 1;
  }
  let acknowledged = 0;
  let missing = 0;
  for (const [kit, numbers] of found.entries()) {
    const open = new Set(unacknowledged[kit]);
    numbers.forEach((isThere, seq) => {
      if (open.has(seq)) return;
      acknowledged++;
      if (!isThere) missing++;
    });
  }
  return { acknowledged, rows: rows.length, missing, doubled };
}

async function rowsOf(databaseUrl: string, run: number): Promise<Buffer[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const mark = markOf(run);
    const { rows } = await client.query<{ payload: Buffer }>(
      "SELECT payload FROM message WHERE substring(payload FROM 1 FOR $2) = $1",
      [mark, mark.length],
    );
    return rows.map(({ payload }) => payload);
  } finally {
    await client.end();
  }
}
