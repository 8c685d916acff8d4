"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ApiToken } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Badge } from "@/_ui/badge";
import { Button } from "@/_ui/button";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { Panel } from "@/_ui/panel";
import { Ago, Time } from "@/_ui/time";
import { useToast } from "@/_ui/toast";
import { NewTokenDialog } from "./new-token-dialog";

export type TokensProps = {
  tokens: readonly ApiToken[];
  /** The reader's classes, by which a token can be limited. */
  classes: readonly { slug: string; name: string }[];
  /** When the page was made: what has expired by then is shown so. */
  now: number;
};

/** The reader's API tokens: which there are, when each was last used, a new one, and the end of one. */
export function Tokens({ tokens, classes, now }: TokensProps) {
  const t = useTranslations("token");
  return (
    <Panel title={t("title")} actions={<NewTokenDialog classes={classes} />} flush>
      <p className="max-w-prose px-4 py-3 text-muted">
        {t.rich("text", {
          link: (words) => (
            <a href="/docs/api" className="text-accent underline">
              {words}
            </a>
          ),
        })}
      </p>
      {tokens.length > 0 ? (
        <ul className="divide-y divide-line border-t border-line">
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              expired={token.expiresAt !== null && token.expiresAt <= now}
            />
          ))}
        </ul>
      ) : (
        <p className="border-t border-line px-4 py-6 text-center text-muted">{t("none")}</p>
      )}
    </Panel>
  );
}

function TokenRow({ token, expired }: { token: ApiToken; expired: boolean }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium">{token.name}</span>
          <Limits token={token} expired={expired} />
        </p>
        <Dates token={token} expired={expired} />
      </div>
      <Revoke token={token} />
    </li>
  );
}

function Limits({ token, expired }: { token: ApiToken; expired: boolean }) {
  const t = useTranslations("token");
  const place = [token.class, token.kit].filter((part) => part !== null).join("/");
  return (
    <>
      {token.readOnly && <Badge>{t("readOnly")}</Badge>}
      {place && (
        <Badge>
          <span className="font-mono">{place}</span>
        </Badge>
      )}
      {expired && <Badge tone="warning">{t("expired")}</Badge>}
    </>
  );
}

function Dates({ token: { lastUsedAt, expiresAt }, expired }: { token: ApiToken; expired: boolean }) {
  const t = useTranslations("token");
  return (
    <p className="flex flex-wrap gap-x-3 text-small text-muted">
      <span>
        {lastUsedAt === null ? t("unused") : t.rich("used", { time: () => <Ago at={lastUsedAt} /> })}
      </span>
      {expiresAt !== null && (
        <span>{t.rich(expired ? "ended" : "ends", { time: () => <Time at={expiresAt} /> })}</span>
      )}
    </p>
  );
}

function Revoke({ token: { id, name } }: { token: ApiToken }) {
  const t = useTranslations("token");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    const reply = await callApi("DELETE", `/tokens/${id}`);
    setBusy(false);
    if (!reply.ok && reply.code !== "not-found") toast({ title: refusal(reply.code), tone: "alarm" });
    else toast({ title: t("revoked", { name }) });
    router.refresh();
  };
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" busy={busy} aria-label={t("revokeOf", { name })}>
          {t("revoke")}
        </Button>
      }
      danger
      title={t("revokeTitle", { name })}
      description={t("revokeText")}
      action={t("revoke")}
      onConfirm={() => void revoke()}
    />
  );
}
