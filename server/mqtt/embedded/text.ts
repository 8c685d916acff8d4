/** A text whose bytes were no UTF-8, or that has U+0000: both end the connection (MQTT 3.1.1, 1.5.3-1 and 1.5.3-2). */
export function isMalformed(text: string): boolean {
  return text.includes("\0") || text.includes("\ufffd");
}

/** Control characters, which a receiver may refuse (MQTT 3.1.1, 1.5.3). */
export function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
