const PLAIN = /[\x20-\x7e]/;

/**
 * A text as a string literal of C++, in UTF-8. What means something to a compiler is written as its byte in octal, always
 * three digits, so that no digit that follows is taken for a part of it; question marks too, since two of them begin a
 * trigraph (C++11, 2.4).
 */
export function cString(text: string): string {
  const characters = Array.from(Buffer.from(text, "utf8"), (byte) => {
    const character = String.fromCharCode(byte);
    return PLAIN.test(character) && !'"\\?'.includes(character)
      ? character
      : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${characters.join("")}"`;
}
