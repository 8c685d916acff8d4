/**
 * How messages are stored by one statement for a batch, its columns as arrays. $1 to $6 the messages, $7 their plain
 * numbers, $8 the hours that they are in, $9 to $13 the numeric fields of their JSON (times in milliseconds), and of
 * QoS 2 messages $14 to $16 their packets.
 *
 * `hours` holds the hours against being summed up meanwhile, and sees whether one was while this waited; such an
 * hour is open again (rollups.ts). A lock that two servers could share would end in a deadlock of both opening it.
 */
const numbers = (orElse: string) => `
  hours AS (
    SELECT hour, rolled FROM history_hour
    WHERE hour = ANY (ARRAY(SELECT to_timestamp(given / 1000.0) FROM unnest($8::bigint[]) AS given))
    ORDER BY hour FOR NO KEY UPDATE
  ), reopened AS (
    UPDATE history_hour SET rolled = false FROM hours WHERE hours.rolled AND history_hour.hour = hours.hour
  ), fields AS (
    INSERT INTO field_value (topic_id, field, at, seq, value)
    SELECT topic_id, field, to_timestamp(at / 1000.0), seq, value
    FROM unnest($9::int[], $10::text[], $11::bigint[], $12::bigint[], $13::float8[])
      AS given (topic_id, field, at, seq, value)
    ORDER BY topic_id, field, at
    ${orElse}
  )`;

const messages = (orElse: string) => `
  WITH ${numbers(orElse)}
  INSERT INTO message (topic_id, at, seq, payload, qos, retain, value)
  SELECT topic_id, to_timestamp(at / 1000.0), seq, payload, qos, retain, value
  FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[], $5::smallint[], $6::bool[], $7::float8[])
    AS given (topic_id, at, seq, payload, qos, retain, value)
  ${orElse}`;

const UNLESS_THERE = "ON CONFLICT DO NOTHING";

/** Messages that no try before this one can have stored. */
export const MESSAGES = messages("");

/** Those that are not there already. */
export const MESSAGES_AGAIN = messages(UNLESS_THERE);

/** The same, and the packets by which re-sent QoS 2 messages are known. */
export const MESSAGES_ONCE = `
  WITH ${numbers(UNLESS_THERE)}, given AS (
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[], $5::smallint[], $6::bool[],
      $7::float8[], $14::text[], $15::int[], $16::text[])
      AS given (topic_id, at, seq, payload, qos, retain, value, client_id, message_id, topic)
  ), stored AS (
    INSERT INTO message (topic_id, at, seq, payload, qos, retain, value)
    SELECT topic_id, to_timestamp(at / 1000.0), seq, payload, qos, retain, value FROM given
    ON CONFLICT DO NOTHING
  )
  INSERT INTO session_incoming (client_id, message_id, topic, payload, retain, at)
  SELECT DISTINCT ON (client_id, message_id) client_id, message_id, topic, payload, retain, to_timestamp(at / 1000.0)
  FROM given WHERE client_id IS NOT NULL
  ORDER BY client_id, message_id, seq DESC
  ON CONFLICT (client_id, message_id) DO UPDATE
    SET topic = EXCLUDED.topic, payload = EXCLUDED.payload, retain = EXCLUDED.retain, at = EXCLUDED.at,
        forwarded = false`;
