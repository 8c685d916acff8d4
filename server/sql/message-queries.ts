/**
 * Pages of messages of many topics. $1 topic ids, $2 and $3 the time span, $4 and $5 the place after which the page
 * begins (all in milliseconds, null for open), $6 most rows, $7 most bytes. `found` tells how many rows there were
 * before the bytes ended the page.
 *
 * `bound` lies on the page or behind it: the few first messages of each topic are together at least a page. So the
 * keys of little more than a page are read, however many topics there are, and of the messages only the page.
 */
type Order = { order: "ASC" | "DESC"; span: string; untilBound: string };

const page = ({ order, span, untilBound }: Order) => `
  WITH bound AS (
    SELECT first.at FROM unnest($1::int[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT at FROM message WHERE topic_id = wanted.id AND ${span}
      ORDER BY at ${order}, seq ${order} LIMIT ceil($6::int / cardinality($1::int[])::float8)
    ) AS first
    ORDER BY first.at ${order} OFFSET $6::int - 1 LIMIT 1
  ), page AS MATERIALIZED (
    SELECT key.* FROM unnest($1::int[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT topic_id, at, seq FROM message WHERE topic_id = wanted.id AND ${span} AND ${untilBound}
      ORDER BY at ${order}, seq ${order} LIMIT $6::int
    ) AS key
    ORDER BY key.at ${order}, key.seq ${order} LIMIT $6::int
  )
  SELECT topic_id, at, seq, payload, qos, retain, found FROM (
    SELECT topic_id, (extract(epoch FROM at) * 1000)::float8 AS at, seq, payload, qos, retain,
           count(*) OVER ()::int AS found,
           sum(octet_length(payload)) OVER (ORDER BY at ${order}, seq ${order}) - octet_length(payload) AS bytes_before
    FROM page CROSS JOIN LATERAL (
      SELECT payload, qos, retain FROM message
      WHERE message.topic_id = page.topic_id AND message.at = page.at AND message.seq = page.seq LIMIT 1
    ) AS whole
  ) AS counted
  WHERE bytes_before < $7 ORDER BY at ${order}, seq ${order}`;

export const OLDEST_FIRST = page({
  order: "ASC",
  span: `at >= COALESCE(to_timestamp(GREATEST($2::float8, $4::float8) / 1000), '-infinity')
        AND at <= COALESCE(to_timestamp($3::float8 / 1000), 'infinity')
        AND (at, seq) > (COALESCE(to_timestamp($4::float8 / 1000), '-infinity'), COALESCE($5::bigint, 0))`,
  untilBound: "at <= COALESCE((SELECT at FROM bound), 'infinity')",
});

export const NEWEST_FIRST = page({
  order: "DESC",
  span: `at >= COALESCE(to_timestamp($2::float8 / 1000), '-infinity')
        AND at <= COALESCE(to_timestamp(LEAST($3::float8, $4::float8) / 1000), 'infinity')
        AND (at, seq) < (
          COALESCE(to_timestamp($4::float8 / 1000), 'infinity'), COALESCE($5::bigint, 9223372036854775807))`,
  untilBound: "at >= COALESCE((SELECT at FROM bound), '-infinity')",
});

/** The newest message of each topic of $1. */
export const LAST_OF_EACH = `
  SELECT wanted.id AS topic_id, (extract(epoch FROM m.at) * 1000)::float8 AS at, m.seq, m.payload, m.qos, m.retain
  FROM unnest($1::int[]) AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT at, seq, payload, qos, retain FROM message
    WHERE topic_id = wanted.id ORDER BY at DESC, seq DESC LIMIT 1
  ) m`;

/** When the first and the last message of the topics of $1 came, between $2 and $3 (milliseconds, null for open). */
export const SPAN = `
  SELECT (extract(epoch FROM min(oldest.at)) * 1000)::float8 AS first,
         (extract(epoch FROM max(newest.at)) * 1000)::float8 AS last
  FROM unnest($1::int[]) AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT at FROM message
    WHERE topic_id = wanted.id
      AND at >= COALESCE(to_timestamp($2::float8 / 1000), '-infinity')
      AND at <= COALESCE(to_timestamp($3::float8 / 1000), 'infinity')
    ORDER BY at, seq LIMIT 1
  ) oldest
  CROSS JOIN LATERAL (
    SELECT at FROM message
    WHERE topic_id = wanted.id
      AND at >= COALESCE(to_timestamp($2::float8 / 1000), '-infinity')
      AND at <= COALESCE(to_timestamp($3::float8 / 1000), 'infinity')
    ORDER BY at DESC, seq DESC LIMIT 1
  ) newest`;
