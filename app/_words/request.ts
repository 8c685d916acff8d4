import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, LOCALE_COOKIE } from "./locales";
import { MESSAGES } from "./messages";

/** The language of one request. Times are drawn in the browser, where the reader's zone is known; UTC here only keeps server and browser from guessing differently. */
export default getRequestConfig(async () => {
  const locale = chooseLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get("accept-language"),
  );
  return { locale, messages: MESSAGES[locale], timeZone: "UTC" };
});
