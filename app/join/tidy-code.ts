/** A join code as it is kept: case, blanks and hyphens do not count. */
export function tidyCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** The same of a code in an address; what cannot be decoded opens nothing. */
export function codeInAddress(segment: string): string {
  try {
    return tidyCode(decodeURIComponent(segment));
  } catch {
    return "";
  }
}
