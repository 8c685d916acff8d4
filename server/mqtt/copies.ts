import type { Stamps } from "./stamps";

/** Copies that a broker sends for overlapping filters follow each other at once. */
const COPY_MS = 50;

/**
 * Recognises the further copies of a message that some brokers send where filters overlap: no stamp is left for
 * them, and they equal the message before.
 */
export function copies(stamps: Stamps): (topic: string, payload: Uint8Array) => boolean {
  const last = new Map<string, { payload: Uint8Array; until: number }>();
  return (topic, payload) => {
    if (stamps.watchers(topic) < 2) return false;
    const now = performance.now();
    const before = last.get(topic);
    if (before && before.until > now && Buffer.compare(before.payload, payload) === 0) return true;
    if (last.size > 1000) last.clear();
    last.set(topic, { payload, until: now + COPY_MS });
    return false;
  };
}
