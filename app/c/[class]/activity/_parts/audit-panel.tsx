"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AuditEntry } from "#server/contract/audit";
import type { Page } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Panel } from "@/_ui/panel";
import { useToast } from "@/_ui/toast";
import { AuditLine } from "./audit-line";

/** Who did what, the newest first; what is older is read when it is asked for. */
export function AuditPanel({ class: slug, first }: { class: string; first: Page<AuditEntry> }) {
  const t = useTranslations("activity.audit");
  const { entries, more, busy } = useEntries(slug, first);
  return (
    <Panel title={t("title")} flush>
      <ol className="divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.id} className="px-4 py-2">
            <AuditLine entry={entry} />
          </li>
        ))}
      </ol>
      {more && (
        <div className="border-t border-line p-2 text-center">
          <Button look="quiet" busy={busy} onClick={more}>
            {t("more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** The newest as the page has them, however often it is read again, and the older ones that were asked for. */
function useEntries(slug: string, first: Page<AuditEntry>) {
  const refusal = useTranslations("refusal");
  const toast = useToast();
  const [older, setOlder] = useState<Page<AuditEntry> | null>(null);
  const [busy, setBusy] = useState(false);
  const known = new Map([...(older?.items ?? []), ...first.items].map((entry) => [entry.id, entry]));
  const entries = [...known.values()].sort((one, other) => other.id - one.id);
  const cursor = older === null ? first.nextCursor : older.nextCursor;

  async function readOlder(): Promise<void> {
    setBusy(true);
    const reply = await callApi<Page<AuditEntry>>("GET", `/classes/${slug}/audit?limit=100&cursor=${cursor}`);
    setBusy(false);
    if (reply.ok) setOlder({ items: [...entries, ...reply.value.items], nextCursor: reply.value.nextCursor });
    else toast({ title: refusal(reply.code), tone: "alarm" });
  }

  return { entries, busy, more: cursor === null ? null : readOlder };
}
