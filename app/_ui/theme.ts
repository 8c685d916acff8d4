export const THEME_COOKIE = "kitroom-theme";

export type Theme = "light" | "dark" | "system";

/** What the reader chose; without a choice the page follows the system. */
export function themeOf(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
