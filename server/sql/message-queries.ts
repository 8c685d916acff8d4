/**
 * Pages of messages: from each wanted topic at most a page by its primary key, then the first page of them all.
 * $1 topic ids, $2 and $3 the time span, $4 and $5 the place after which the page begins (all in milliseconds, null
 * for open), $6 most rows, $7 most bytes. `found` tells how many rows there were before the bytes ended the page.
 */
export const OLDEST_FIRST = `
  SELECT topic_id, at, seq, payload, qos, retain, found FROM (
    SELECT topic_id, (extract(epoch FROM at) * 1000)::float8 AS at, seq, payload, qos, retain,
           count(*) OVER ()::int AS found,
           sum(octet_length(payload)) OVER (ORDER BY at, seq) - octet_length(payload) AS bytes_before
    FROM (
      SELECT m.* FROM unnest($1::int[]) AS wanted (id)
      CROSS JOIN LATERAL (
        SELECT * FROM message
        WHERE topic_id = wanted.id
          AND at >= COALESCE(to_timestamp(GREATEST($2::float8, $4::float8) / 1000), '-infinity')
          AND at <= COALESCE(to_timestamp($3::float8 / 1000), 'infinity')
          AND (at, seq) > (COALESCE(to_timestamp($4::float8 / 1000), '-infinity'), COALESCE($5::bigint, 0))
        ORDER BY at, seq LIMIT $6
      ) m
      ORDER BY m.at, m.seq LIMIT $6
    ) AS page
  ) AS counted
  WHERE bytes_before < $7 ORDER BY at, seq`;

/** The same from the newest on. */
export const NEWEST_FIRST = `
  SELECT topic_id, at, seq, payload, qos, retain, found FROM (
    SELECT topic_id, (extract(epoch FROM at) * 1000)::float8 AS at, seq, payload, qos, retain,
           count(*) OVER ()::int AS found,
           sum(octet_length(payload)) OVER (ORDER BY at DESC, seq DESC) - octet_length(payload) AS bytes_before
    FROM (
      SELECT m.* FROM unnest($1::int[]) AS wanted (id)
      CROSS JOIN LATERAL (
        SELECT * FROM message
        WHERE topic_id = wanted.id
          AND at >= COALESCE(to_timestamp($2::float8 / 1000), '-infinity')
          AND at <= COALESCE(to_timestamp(LEAST($3::float8, $4::float8) / 1000), 'infinity')
          AND (at, seq) < (
            COALESCE(to_timestamp($4::float8 / 1000), 'infinity'), COALESCE($5::bigint, 9223372036854775807))
        ORDER BY at DESC, seq DESC LIMIT $6
      ) m
      ORDER BY m.at DESC, m.seq DESC LIMIT $6
    ) AS page
  ) AS counted
  WHERE bytes_before < $7 ORDER BY at DESC, seq DESC`;

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
