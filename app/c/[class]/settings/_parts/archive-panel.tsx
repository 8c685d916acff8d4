"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Class } from "#server/contract/shapes";
import { Button } from "@/_ui/button";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { useHydrated } from "@/_ui/hydrated";
import { Panel } from "@/_ui/panel";
import { Time } from "@/_ui/time";
import { useToast } from "@/_ui/toast";
import { useChange } from "./use-change";

/** Closes the class for everything but reading, and opens it again. */
export function ArchivePanel({ room: { slug, name, archivedAt } }: { room: Class }) {
  const t = useTranslations("settings.archive");
  const refusal = useTranslations("refusal");
  const toast = useToast();
  const { change, changed } = useChange(slug);
  const hydrated = useHydrated();
  const [busy, setBusy] = useState(false);
  const turn = async (archived: boolean) => {
    setBusy(true);
    const reply = await change({ archived });
    setBusy(false);
    if (reply.ok) changed();
    else toast({ title: refusal(reply.code), tone: "alarm" });
  };
  return (
    <Panel title={t("title")}>
      <div className="grid justify-items-start gap-4">
        <p>
          {archivedAt === null ? t("text") : t.rich("archived", { date: () => <Time at={archivedAt} /> })}
        </p>
        {archivedAt === null ? (
          <ConfirmDialog
            trigger={
              <Button busy={busy} disabled={!hydrated}>
                {t("open")}
              </Button>
            }
            title={t("openTitle", { name })}
            description={t("openText")}
            action={t("open")}
            onConfirm={() => turn(true)}
          />
        ) : (
          <Button busy={busy} disabled={!hydrated} onClick={() => turn(false)}>
            {t("restore")}
          </Button>
        )}
      </div>
    </Panel>
  );
}
