"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { RestoredClass } from "#server/contract/shapes";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { DialogActions } from "@/_ui/dialog";
import type { RestoreState } from "./use-restore";

type Ended = Exclude<RestoreState, { kind: "asking" | "running" }>;
type Props = { state: Ended; onAgain: () => void; onClose: () => void };

/** What became of it: what the class has, what it has not, and what is to be done now. */
export function RestoreEnd({ state, onAgain, onClose }: Props) {
  const t = useTranslations("term.restore");
  return state.kind === "done" ? (
    <Done made={state.made} onClose={onClose} />
  ) : (
    <>
      <NotDone state={state} />
      <DialogActions>
        <Button onClick={onClose}>{t("close")}</Button>
        <Button look="primary" onClick={onAgain}>
          {t("again")}
        </Button>
      </DialogActions>
    </>
  );
}

function NotDone({ state }: { state: Exclude<Ended, { kind: "done" }> }) {
  const t = useTranslations("term.restore");
  const refusal = useTranslations("refusal");
  if (state.kind === "cancelled") return <Banner>{t("cancelled")}</Banner>;
  const { code, message } = state;
  const aboutFile = code === "bad-input" || code === "too-large";
  return (
    <Banner tone="alarm" role="alert">
      <p>{aboutFile ? t("refused") : refusal(code)}</p>
      {aboutFile && message && <p className="mt-1 text-small wrap-anywhere">{message}</p>}
    </Banner>
  );
}

function Done({ made, onClose }: { made: RestoredClass; onClose: () => void }) {
  const t = useTranslations("term.restore");
  const go = useRef<HTMLAnchorElement>(null);
  useEffect(() => go.current?.focus(), []);
  const { class: room, restored, leftOut } = made;
  return (
    <>
      <div role="status" className="grid gap-3">
        <p className="wrap-anywhere">
          {t.rich("done", {
            name: () => <strong className="font-medium">{room.name}</strong>,
            slug: () => <span className="font-mono">{room.slug}</span>,
          })}
        </p>
        <ul aria-label={t("inIt")} className="ml-5 grid list-disc gap-1">
          <li>{t("members", { count: restored.members })}</li>
          <li>{t("kits", { count: restored.kits })}</li>
          <li>{t("topics", { count: restored.topics })}</li>
          <li>{t("messages", { count: restored.messages })}</li>
        </ul>
        {(leftOut.messages > 0 || leftOut.people > 0) && (
          <ul aria-label={t("leftOut")} className="ml-5 grid list-disc gap-1 text-muted">
            {leftOut.messages > 0 && <li>{t("oldMessages", { count: leftOut.messages })}</li>}
            {leftOut.people > 0 && <li>{t("people", { count: leftOut.people })}</li>}
          </ul>
        )}
        <p className="text-muted">{t("next")}</p>
      </div>
      <DialogActions>
        <Button onClick={onClose}>{t("close")}</Button>
        <Button asChild look="primary">
          <Link ref={go} href={`/c/${room.slug}`} prefetch={false}>
            {t("go")}
          </Link>
        </Button>
      </DialogActions>
    </>
  );
}
