import { useTranslations } from "next-intl";

/** Kitroom's words and what oneM2M calls them (TS-0001, 9.6). */
const WORDS = [
  { word: "class", oneM2M: "CSEBase" },
  { word: "kit", oneM2M: "AE" },
  { word: "stream", oneM2M: "container" },
  { word: "reading", oneM2M: "contentInstance" },
  { word: "topic", oneM2M: "resource address" },
  { word: "subscription", oneM2M: "subscription" },
  { word: "rights", oneM2M: "accessControlPolicy" },
] as const;

/** What Kitroom's words mean. */
export function Glossary() {
  const t = useTranslations("help.words");
  return (
    <table className="w-full text-left">
      <thead className="text-small text-muted">
        <tr>
          <th scope="col" className="px-4 py-2 font-medium">
            {t("word")}
          </th>
          <th scope="col" className="px-4 py-2 font-medium max-sm:hidden">
            {t("oneM2M")}
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            {t("meaning")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-t border-line">
        {WORDS.map(({ word, oneM2M }) => (
          <tr key={word} className="align-top">
            <th scope="row" className="px-4 py-2 font-medium">
              {t(`${word}Name`)}
              <span lang="en" className="block font-mono text-small font-normal text-muted sm:hidden">
                {oneM2M}
              </span>
            </th>
            <td lang="en" className="px-4 py-2 font-mono text-small max-sm:hidden">
              {oneM2M}
            </td>
            <td className="px-4 py-2 text-muted">{t(word)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
