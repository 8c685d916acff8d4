"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/_ui/button";
import { Menu, MenuItem } from "@/_ui/menu";
import { ExportDialog } from "./export/export-dialog";
import type { ExportForm } from "./export/export-href";

/** The stored messages of a topic, or of all that a filter matches, as files to keep. */
export function ExportMenu({ filter }: { filter: string }) {
  const t = useTranslations("topic.export");
  const [form, setForm] = useState<ExportForm | null>(null);
  return (
    <>
      <Menu
        label={t("label")}
        trigger={
          <Button>
            <Download aria-hidden className="size-4" />
            {t("open")}
          </Button>
        }
      >
        <MenuItem onSelect={() => setForm("csv")}>{t("csv")}</MenuItem>
        <MenuItem onSelect={() => setForm("jsonl")}>{t("jsonl")}</MenuItem>
      </Menu>
      {form && <ExportDialog form={form} filter={filter} onClose={() => setForm(null)} />}
    </>
  );
}
