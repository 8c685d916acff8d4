import { percentile } from "./asking";
import { BUSY, CLASS, DAY, DAYS, HOUR, NORMAL } from "./dataset";
import { openStore, type Store } from "./store";

/** How long a query took at the median without any index, in milliseconds. */
export type Unindexed = { name: string; ms: number };

const TIMES = 3;

/** What somebody writes first: all rows of the span, grouped by time. */
const SERIES = `
  SELECT date_bin(make_interval(secs => $4::float8), at, '1970-01-01') AS bucket,
    min(value), max(value), avg(value), count(*)
  FROM message
  WHERE topic_id = (SELECT id FROM topic WHERE path = $1) AND value IS NOT NULL
    AND at >= to_timestamp($2::float8 / 1000) AND at <= to_timestamp($3::float8 / 1000)
  GROUP BY bucket ORDER BY bucket`;

const PAGE = `
  SELECT * FROM message WHERE topic_id = (SELECT id FROM topic WHERE path = $1)
    AND at <= to_timestamp($2::float8 / 1000)
  ORDER BY at DESC, seq DESC LIMIT 100`;

/** Runs plain queries on the same rows with every index switched off; partitions still leave out other weeks. */
export async function withoutIndexes(dataDir: string): Promise<Unindexed[]> {
  const store = await openStore(dataDir);
  try {
    const found: Unindexed[] = [];
    for (const [topic, kind] of [
      [NORMAL, "normal topic"],
      [BUSY, "busy topic"],
    ] as const) {
      for (const [name, span] of [
        ["1 h", HOUR],
        ["24 h", DAY],
        ["30 d", DAYS * DAY],
      ] as const) {
        const values = [pathOf(topic), Date.now() - span, Date.now(), span / 500 / 1000];
        found.push({ name: `${kind}, ${name}`, ms: await median(store, SERIES, values) });
      }
      const page = await median(store, PAGE, [pathOf(topic), Date.now()]);
      found.push({ name: `${kind}, newest page`, ms: page });
    }
    return found;
  } finally {
    await store.close();
  }
}

const pathOf = (topic: string) => topic.slice(CLASS.length + 1);

const OFF = ["enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"];

async function median(store: Store, text: string, values: readonly unknown[]): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const started = performance.now();
    await store.alone([...OFF.map((name) => `SET LOCAL ${name} = off`)], text, values);
    took.push(performance.now() - started);
  }
  return percentile(took, 50);
}
