"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/_ui/button";
import { Menu, MenuFile } from "@/_ui/menu";
import { exportHref } from "./export-href";

/** The stored messages of a topic, or of all that a filter matches, as files to keep. */
export function ExportMenu({ filter }: { filter: string }) {
  const t = useTranslations("topic.export");
  return (
    <Menu
      label={t("label")}
      trigger={
        <Button>
          <Download aria-hidden className="size-4" />
          {t("open")}
        </Button>
      }
    >
      <Files filter={filter} />
    </Menu>
  );
}

/** Drawn once the menu is open, that is, in the browser, where the reader's zone is known. */
function Files({ filter }: { filter: string }) {
  const t = useTranslations("topic.export");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      {zone !== "UTC" && (
        <MenuFile href={exportHref("csv", filter, zone)}>{t("csvLocal", { zone })}</MenuFile>
      )}
      <MenuFile href={exportHref("csv", filter)}>{t("csvUtc")}</MenuFile>
      <MenuFile href={exportHref("jsonl", filter)}>{t("jsonl")}</MenuFile>
    </>
  );
}
