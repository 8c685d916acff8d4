/** A join code as it is kept: case, blanks and hyphens do not count. */
export function tidyCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
}
