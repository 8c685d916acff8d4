import { type OfTopics, ofTopics } from "./readable-topics";

/** The topics that a page is made of. */
type Topics = {
  /** What the statement has to define first. */
  with: string;
  /** Their `id`, as a table called `topics`. */
  table: string;
  count: string;
  /** What of `topics` a row shows. */
  shown: string;
  parameters: number;
};

type Names = { from: string; to: string; at: string; seq: string };
type Order = { order: "ASC" | "DESC"; span(names: Names): string; untilBound: string };

const ASCENDING: Order = {
  order: "ASC",
  span: ({ from, to, at, seq }) => `
        at >= COALESCE(to_timestamp(GREATEST(${from}, ${at}) / 1000), '-infinity')
        AND at <= COALESCE(to_timestamp(${to} / 1000), 'infinity')
        AND (at, seq) > (COALESCE(to_timestamp(${at} / 1000), '-infinity'), COALESCE(${seq}, 0))`,
  untilBound: "at <= COALESCE((SELECT at FROM bound), 'infinity')",
};

const DESCENDING: Order = {
  order: "DESC",
  span: ({ from, to, at, seq }) => `
        at >= COALESCE(to_timestamp(${from} / 1000), '-infinity')
        AND at <= COALESCE(to_timestamp(LEAST(${to}, ${at}) / 1000), 'infinity')
        AND (at, seq) < (COALESCE(to_timestamp(${at} / 1000), 'infinity'), COALESCE(${seq}, 9223372036854775807))`,
  untilBound: "at >= COALESCE((SELECT at FROM bound), '-infinity')",
};

/**
 * A page of the messages of many topics. `bound` lies on the page or behind it: the few first messages of each topic are
 * together at least a page. So the keys of little more than a page are read, however many topics there are, and of the
 * messages only the page. `found` tells how many rows there were before the bytes ended the page.
 *
 * The parameters after those of the topics: the time span, the place after which the page begins (all in milliseconds,
 * null for open), most rows, most bytes.
 */
function page(topics: Topics, { order, span, untilBound }: Order): string {
  const parameter = (place: number, type: string) => `$${topics.parameters + place}::${type}`;
  const rows = parameter(5, "int");
  const inSpan = span({
    from: parameter(1, "float8"),
    to: parameter(2, "float8"),
    at: parameter(3, "float8"),
    seq: parameter(4, "bigint"),
  });
  return `
  WITH ${topics.with} bound AS (
    SELECT first.at FROM ${topics.table}
    CROSS JOIN LATERAL (
      SELECT at FROM message WHERE topic_id = topics.id AND ${inSpan}
      ORDER BY at ${order}, seq ${order} LIMIT ceil(${rows} / ${topics.count}::float8)
    ) AS first
    ORDER BY first.at ${order} OFFSET ${rows} - 1 LIMIT 1
  ), page AS MATERIALIZED (
    SELECT topics.*, key.* FROM ${topics.table}
    CROSS JOIN LATERAL (
      SELECT topic_id, at, seq FROM message WHERE topic_id = topics.id AND ${inSpan} AND ${untilBound}
      ORDER BY at ${order}, seq ${order} LIMIT ${rows}
    ) AS key
    ORDER BY key.at ${order}, key.seq ${order} LIMIT ${rows}
  )
  SELECT ${topics.shown}, at, seq, payload, qos, retain, found FROM (
    SELECT ${topics.shown}, (extract(epoch FROM at) * 1000)::float8 AS at, seq, payload, qos, retain,
           count(*) OVER ()::int AS found,
           sum(octet_length(payload)) OVER (ORDER BY at ${order}, seq ${order}) - octet_length(payload) AS bytes_before
    FROM page CROSS JOIN LATERAL (
      SELECT payload, qos, retain FROM message
      WHERE message.topic_id = page.topic_id AND message.at = page.at AND message.seq = page.seq LIMIT 1
    ) AS whole
  ) AS counted
  WHERE bytes_before < ${parameter(6, "bigint")} ORDER BY at ${order}, seq ${order}`;
}

/** A page of those that somebody may read and a filter matches. */
const readable = (name: string, order: Order): OfTopics =>
  ofTopics(name, (topics) =>
    page(
      {
        with: `topics AS MATERIALIZED (${topics}),`,
        table: "topics",
        count: "(SELECT count(*) FROM topics)",
        shown: "topic",
        parameters: 4,
      },
      order,
    ),
  );

export const PAGES = {
  asc: readable("oldest-first", ASCENDING),
  desc: readable("newest-first", DESCENDING),
};

/** The oldest first, of the topics of $1. */
export const OLDEST_FIRST = page(
  {
    with: "",
    table: "unnest($1::int[]) AS topics (id)",
    count: "cardinality($1::int[])",
    shown: "topic_id",
    parameters: 1,
  },
  ASCENDING,
);

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
