import { cookies } from "next/headers";
import { THEME_COOKIE, type Theme, themeOf } from "@/_ui/theme";

/** The theme that this browser's reader chose; for server components. */
export async function readTheme(): Promise<Theme> {
  return themeOf((await cookies()).get(THEME_COOKIE)?.value);
}
