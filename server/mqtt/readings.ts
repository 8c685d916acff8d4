/** First bytes of a PUBLISH that is neither retained nor sent again, by its QoS; and of one that is retained (MQTT 3.1.1, 3.3.1). */
const PLAIN = [0x30, 0x32] as const;
const RETAINED = 0x31;
const PUBACK = 0x40;

/** A message as it stands in a chunk of bytes, and where the next packet begins. */
export type Reading = { topic: string; payload: Buffer; qos: 0 | 1; messageId: number; end: number };

/**
 * The plain reading that begins there: a PUBLISH of at most this QoS that is not retained, not sent again, and all
 * there. Null for every other packet, and for one longer than `limit` bytes.
 */
export function readingAt(chunk: Buffer, start: number, limit: number, most: 0 | 1): Reading | null {
  const qos = chunk[start] === PLAIN[0] ? 0 : 1;
  if (qos > most || chunk[start] !== PLAIN[qos]) return null;
  let at = start + 1;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = chunk[at++];
    if (byte === undefined || scale > 128 ** 3) return null;
    length += (byte & 127) * scale;
    if (byte < 128) break;
  }
  const end = at + length;
  if (length < 2 || length > limit || end > chunk.length) return null;
  const topicEnd = at + 2 + chunk.readUInt16BE(at);
  const payload = topicEnd + 2 * qos;
  if (payload > end) return null;
  const messageId = qos === 1 ? chunk.readUInt16BE(topicEnd) : 0;
  if (messageId === 0 && qos === 1) return null; // forbidden (2.3.1-1)
  return {
    topic: chunk.toString("utf8", at + 2, topicEnd),
    payload: chunk.subarray(payload, end),
    qos,
    messageId,
    end,
  };
}

export function pubackPacket(messageId: number): Buffer {
  return Buffer.of(PUBACK, 2, messageId >> 8, messageId & 255);
}

/** A PUBLISH of QoS 0, in one piece. */
export function publishPacket({ topic, payload, retain }: Message): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const body = typeof payload === "string" ? Buffer.from(payload) : payload;
  const length = 2 + topicBytes + body.length;
  const header = length < 128 ? 2 : length < 128 ** 2 ? 3 : length < 128 ** 3 ? 4 : 5;
  const packet = Buffer.allocUnsafe(header + length);
  packet[0] = retain ? RETAINED : PLAIN[0];
  let at = 1;
  for (let rest = length; at < header; rest = Math.floor(rest / 128))
    packet[at++] = (rest % 128) + (at < header ? 128 : 0);
  at = packet.writeUInt16BE(topicBytes, at);
  at += packet.write(topic, at);
  packet.set(body, at);
  return packet;
}

type Message = { topic: string; payload: Uint8Array | string; retain: boolean };
