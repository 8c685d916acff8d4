import { readFileSync } from "node:fs";
import path from "node:path";

export type Locale = "en" | "ko";

/** The catalogue of a language, by area and dotted path: `say("account", "signIn.action")`. Throws for what it lacks. */
export function wordsOf(locale: Locale) {
  return (area: string, key: string): string => {
    const file = path.resolve("app/_words", locale, `${area}.json`);
    let found: unknown = JSON.parse(readFileSync(file, "utf8"));
    for (const step of key.split(".")) found = (found as Record<string, unknown> | undefined)?.[step];
    if (typeof found !== "string") throw new Error(`${area}.json of ${locale} has no ${key}`);
    return found;
  };
}
