"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/_ui/button";
import { useHydrated } from "@/_ui/hydrated";
import { Panel } from "@/_ui/panel";
import { ExportClassDialog } from "./export-class-dialog";

/** The whole class as one file, to keep or to make a class of again. */
export function ExportPanel({ class: slug }: { class: string }) {
  const t = useTranslations("term.export");
  const hydrated = useHydrated();
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={t("title")}>
      <div className="grid justify-items-start gap-4">
        <p>{t("text")}</p>
        <Button className="[&>svg]:size-4" disabled={!hydrated} onClick={() => setAsking(true)}>
          <Download aria-hidden />
          {t("open")}
        </Button>
        {asking && <ExportClassDialog class={slug} onClose={() => setAsking(false)} />}
      </div>
    </Panel>
  );
}
