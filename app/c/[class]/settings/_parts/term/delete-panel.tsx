"use client";

import { useTranslations } from "next-intl";
import type { Class } from "#server/contract/shapes";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { useHydrated } from "@/_ui/hydrated";
import { Panel } from "@/_ui/panel";
import { DeleteForm } from "./delete-form";

/** The end of a class, for good. */
export function DeletePanel({ room }: { room: Class }) {
  const t = useTranslations("term.delete");
  const hydrated = useHydrated();
  return (
    <Panel title={t("title")}>
      <div className="grid justify-items-start gap-4">
        <p>{t(room.archivedAt === null ? "text" : "textArchived")}</p>
        <Dialog
          title={t("ask", { name: room.name })}
          description={t("askText")}
          trigger={
            <Button look="danger" disabled={!hydrated}>
              {t("open")}
            </Button>
          }
        >
          <DeleteForm room={room} />
        </Dialog>
      </div>
    </Panel>
  );
}
