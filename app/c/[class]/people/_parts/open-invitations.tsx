"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Invitation } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { Panel } from "@/_ui/panel";
import { Time } from "@/_ui/time";
import { useToast } from "@/_ui/toast";

type Props = { class: string; invitations: readonly Invitation[] };

/** The invitations that somebody may still open, each with its end. */
export function OpenInvitations({ class: slug, invitations }: Props) {
  const t = useTranslations("people.invite");
  return (
    <Panel title={t("list")} flush>
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <Row key={invitation.id} class={slug} invitation={invitation} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ class: slug, invitation }: { class: string; invitation: Invitation }) {
  const { id, by, expiresAt } = invitation;
  const t = useTranslations("people.invite");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    setBusy(true);
    const reply = await callApi("DELETE", `/classes/${slug}/invitations/${id}`);
    setBusy(false);
    if (reply.ok || reply.code === "not-found") toast({ title: t("withdrawn") });
    else toast({ title: refusal(reply.code), tone: "alarm" });
    router.refresh();
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
      <p className="min-w-0">{t.rich("by", { by, time: () => <Time at={expiresAt} /> })}</p>
      <ConfirmDialog
        trigger={
          <Button size="small" busy={busy} aria-label={t("withdrawOf", { by })}>
            {t("withdraw")}
          </Button>
        }
        danger
        title={t("withdrawTitle")}
        description={t("withdrawText")}
        action={t("withdraw")}
        onConfirm={() => void withdraw()}
      />
    </li>
  );
}
