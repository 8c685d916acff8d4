"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RefusalCode } from "#server/contract/refusal";
import type { RosterResult } from "#server/contract/shapes";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { DialogActions } from "@/_ui/dialog";
import { RosterTable } from "./roster-table";
import { sendRoster } from "./send-roster";

type Props = {
  class: string;
  text: string;
  result: RosterResult;
  onBack: () => void;
  onImported: (result: RosterResult) => void;
};

/** What each line would do, and the button that does it. */
export function RosterPreview({ class: slug, text, result, onBack, onImported }: Props) {
  const t = useTranslations("people.roster");
  const refusal = useTranslations("refusal");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<RefusalCode | null>(null);
  const run = async () => {
    setBusy(true);
    setRefused(null);
    const reply = await sendRoster(slug, text);
    setBusy(false);
    if (reply.ok) onImported(reply.value);
    else setRefused(reply.code);
  };
  const { ready, refused: left } = result;
  const gone = refused === "already-taken" || refused === "bad-input";
  return (
    <div className="grid gap-3">
      {refused && (
        <Banner tone="alarm" role="alert">
          {gone ? t("nobody") : refusal(refused)}
        </Banner>
      )}
      <p role="status">
        {t("ready", { count: ready })}
        {t("refused", { count: left })}
      </p>
      <RosterTable rows={result.rows} />
      <p role="status" className="text-small text-muted empty:hidden">
        {busy && t("wait")}
      </p>
      <DialogActions>
        <Button disabled={busy} onClick={onBack}>
          {t("back")}
        </Button>
        <Button look="primary" busy={busy} disabled={ready === 0} onClick={() => void run()}>
          {t("import", { count: ready })}
        </Button>
      </DialogActions>
    </div>
  );
}
