/** The languages of the interface, each under its own name. */
export const LOCALES = { en: "English", ko: "한국어" } as const;

export type Locale = keyof typeof LOCALES;

export const LOCALE_COOKIE = "kitroom-locale";

const isLocale = (text: string): text is Locale => Object.hasOwn(LOCALES, text);

/** The reader's choice where there is one, else the best of what the browser asks for (RFC 9110, 12.5.4), else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (chosen && isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { language: tag.split("-")[0] ?? "", weight: weight ? Number(weight.trim().slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) if (isLocale(language)) return language;
  return "en";
}
