const YEAR_S = 365 * 24 * 3600;

/** Keeps a choice of the reader's look in this browser for a year, where the server sees it before it draws the page. */
export function rememberChoice(name: string, value: string | null): void {
  const age = value === null ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, which is what a classroom has
  document.cookie = `${name}=${encodeURIComponent(value ?? "")}; path=/; max-age=${age}; samesite=lax`;
}
