/**
 * What a roster's file says. Spreadsheets save UTF-8, UTF-16 (with a byte order mark) or, still, the characters of
 * their country: what is no UTF-8 is taken for Korean (CP949, which TextDecoder calls euc-kr), else for Western.
 */
export function readText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  for (const encoding of ["utf-8", "euc-kr"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // it is another encoding
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}
