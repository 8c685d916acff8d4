/**
 * Buckets of one series. $1 topic, $2 field ('' for plain readings), $3 and $4 the span, its end excluded, $5 the
 * width, $6 the beginning of the first bucket; all in milliseconds of Unix time.
 *
 * Sums are cut at 1e290, since PostgreSQL refuses one that overflows: a mean is exact below that.
 */
type Source = { from: string };

const PLAIN: Source = { from: "message WHERE topic_id = $1::int AND $2::text = '' AND value IS NOT NULL" };
const FIELD: Source = { from: "field_value WHERE topic_id = $1::int AND field = $2::text" };

const SUMS = `min(value) AS min, max(value) AS max,
  sum(GREATEST(LEAST(value, 1e290), -1e290)) AS sum, count(*)::float8 AS count`;

/** From the values themselves: a range of the index for each bucket, half as dear as grouping where they are full. */
const byBucket = ({ from }: Source) => `
  SELECT bucket AS at, min, max, sum, count
  FROM generate_series($6::float8::numeric, $4::float8::numeric - 1, $5::float8::numeric) AS bucket
  CROSS JOIN LATERAL (
    SELECT ${SUMS} FROM ${from}
      AND at >= to_timestamp(GREATEST(bucket, $3::float8) / 1000)
      AND at < to_timestamp(LEAST(bucket + $5::float8, $4::float8) / 1000)
  ) AS found
  WHERE count > 0 ORDER BY bucket`;

/** The same in one range of the index: a third of that where buckets have few values, or none. */
const byTime = ({ from }: Source) => `
  SELECT (extract(epoch FROM bucket) * 1000)::float8 AS at, min, max, sum, count FROM (
    SELECT date_bin($5::float8 * interval '1 millisecond', at, to_timestamp($6::float8 / 1000)) AS bucket, ${SUMS}
    FROM ${from} AND at >= to_timestamp($3::float8 / 1000) AND at < to_timestamp($4::float8 / 1000)
    GROUP BY bucket
  ) AS found
  ORDER BY bucket`;

/**
 * From rollups, where an hour lies in the span as a whole and is summed up; else from the hour's values. Sums whose
 * values are gone count as a whole, where the span has a part of their hour.
 */
const byHour = ({ from }: Source) => `
  WITH span AS (
    SELECT hour, rolled
        AND hour >= to_timestamp($3::float8 / 1000)
        AND hour <= to_timestamp(($4::float8 - 3600000) / 1000) AS whole
    FROM history_hour
    WHERE hour > to_timestamp(($3::float8 - 3600000) / 1000) AND hour < to_timestamp($4::float8 / 1000)
  ), hours AS MATERIALIZED (
    SELECT hour FROM span WHERE NOT whole
  ), parts AS (
    SELECT hour, min, max, sum, count::float8 FROM rollup
    WHERE topic_id = $1::int AND field = $2::text
      AND hour > to_timestamp(($3::float8 - 3600000) / 1000) AND hour < to_timestamp($4::float8 / 1000)
      AND (kept OR hour <> ALL (ARRAY(SELECT hour FROM hours)))
    UNION ALL
    SELECT hour, min, max, sum, count
    FROM hours CROSS JOIN LATERAL (
      SELECT ${SUMS} FROM ${from}
        AND at >= GREATEST(hour, to_timestamp($3::float8 / 1000))
        AND at < LEAST(hour + interval '1 hour', to_timestamp($4::float8 / 1000))
    ) AS found
    WHERE count > 0
  ), placed AS (
    SELECT $6::float8 + floor((extract(epoch FROM hour)::float8 * 1000 - $6::float8) / $5::float8) * $5::float8 AS at,
      min, max, sum, count
    FROM parts
  )
  SELECT at, min(min), max(max), sum(sum), sum(count) AS count FROM placed GROUP BY at ORDER BY at`;

const COLUMNS = ["at", "min", "max", "sum", "count"] as const;

/** In one row, an array for each column: taking 500 rows apart costs the server more than the query costs the database. */
const inColumns = (series: string) => `
  SELECT ${COLUMNS.map((column) => `array_agg(${column}::float8)::text AS ${column}`).join(", ")}
  FROM (${series}) AS series`;

const statements = (name: string, source: Source) => ({
  byBucket: { name: `${name}-by-bucket`, text: inColumns(byBucket(source)) },
  byTime: { name: `${name}-by-time`, text: inColumns(byTime(source)) },
  byHour: { name: `${name}-by-hour`, text: inColumns(byHour(source)) },
});

/** What the statements of a series answer; nulls where there is nothing. */
export type SeriesColumns = { [Column in (typeof COLUMNS)[number]]: string | null };

/** The numbers of an array in PostgreSQL's text form, which but for its braces is JSON's. */
export function numbersIn(array: string | null): number[] {
  return array === null ? [] : JSON.parse(`[${array.slice(1, -1)}]`);
}

export const SERIES = { plain: statements("series", PLAIN), field: statements("field-series", FIELD) };
