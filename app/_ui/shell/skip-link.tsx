import { useTranslations } from "next-intl";

/** The first stop of the Tab key: past the bar, to the page itself. */
export function SkipLink() {
  const t = useTranslations("common");
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-panel focus:px-4 focus:py-2"
    >
      {t("skip")}
    </a>
  );
}
