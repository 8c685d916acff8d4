"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Class } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { useNow } from "@/_ui/clock";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { CopyButton } from "@/_ui/copy-button";
import { Panel } from "@/_ui/panel";
import { Switch } from "@/_ui/switch";
import { useToast } from "@/_ui/toast";
import { JoinUntil } from "./join-until";
import { JoinWall } from "./join-wall";

export type JoinPanelProps = {
  class: string;
  name: string;
  code: string;
  open: boolean;
  /** When the code ends by itself, in milliseconds; null: not before it is closed. */
  until: number | null;
  /** Where students' browsers reach this Kitroom. */
  web: string;
};

/** How students come in: the code, its link, and whether it works; the instructor's. */
export function JoinPanel({ class: slug, name, code, open: given, until, web }: JoinPanelProps) {
  const t = useTranslations("class.join");
  const { change, busy } = useClassChange(slug);
  const link = `${web}/join/${code}`;
  const over = useNow() > (until ?? Number.POSITIVE_INFINITY); // the page may stand open longer than the code
  const open = given && !over;
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        {open ? (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="font-mono text-value tracking-[0.15em]">{code}</p>
            <CopyButton text={link} label={t("copyLink")} wide />
          </div>
        ) : (
          <p className="text-muted">{t("closed")}</p>
        )}
        <Switch
          label={t("open")}
          hint={t("openHint")}
          checked={open}
          disabled={busy}
          onChange={(joinOpen) => change({ joinOpen })}
        />
        {open && <JoinUntil until={until} busy={busy} onChange={(joinUntil) => change({ joinUntil })} />}
        {open && (
          <div className="flex flex-wrap gap-2">
            <JoinWall name={name} code={code} web={web} />
            <ConfirmDialog
              trigger={<Button busy={busy}>{t("renew")}</Button>}
              title={t("renewTitle")}
              description={t("renewText")}
              action={t("renew")}
              onConfirm={() => change({ renewJoinCode: true })}
            />
          </div>
        )}
      </div>
    </Panel>
  );
}

type Wish = { joinOpen: boolean } | { joinUntil: number | null } | { renewJoinCode: true };

function useClassChange(slug: string) {
  const router = useRouter();
  const toast = useToast();
  const refusal = useTranslations("refusal");
  const [busy, setBusy] = useState(false);
  const change = async (wish: Wish) => {
    setBusy(true);
    const reply = await callApi<Class>("PATCH", `/classes/${slug}`, wish);
    setBusy(false);
    if (reply.ok) router.refresh();
    else toast({ title: refusal(reply.code), tone: "alarm" });
  };
  return { change, busy };
}
