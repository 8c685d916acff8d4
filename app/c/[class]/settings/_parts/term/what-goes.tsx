"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ClassContents } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { useSizeText } from "@/_ui/size";

/** What goes with a class, by number and by name, as it is at this moment. */
export function WhatGoes({ class: slug }: { class: string }) {
  const t = useTranslations("term.delete");
  const format = useFormatter();
  const size = useSizeText();
  const contents = useContents(slug);
  if (contents === null) return <p role="status">{t("counting")}</p>;
  if (contents === "unknown") return <p role="status">{t("unknown")}</p>;
  const { members, accounts, kits, topics, messages, bytes, tokens } = contents;
  const named = ({ count, names }: ClassContents["kits"]) =>
    format.list(count > names.length ? [...names, t("others", { count: count - names.length })] : names);
  return (
    <ul aria-label={t("goes")} className="ml-5 grid list-disc gap-1 wrap-anywhere">
      <li>
        {t("kits", { count: kits.count })}
        {kits.count > 0 && <span className="block text-small text-muted">{named(kits)}</span>}
      </li>
      <li>{t("topics", { count: topics })}</li>
      <li>{t("messages", { count: messages, size: size(bytes) })}</li>
      <li>
        {t("accounts", { count: accounts.count })}
        {accounts.count > 0 && <span className="block text-small text-muted">{named(accounts)}</span>}
      </li>
      {tokens > 0 && <li>{t("tokens", { count: tokens })}</li>}
      {members > accounts.count && <li>{t("stay", { count: members - accounts.count })}</li>}
    </ul>
  );
}

function useContents(slug: string): ClassContents | "unknown" | null {
  const [contents, setContents] = useState<ClassContents | "unknown" | null>(null);
  useEffect(() => {
    let current = true;
    void callApi<ClassContents>("GET", `/classes/${slug}/contents`).then((reply) => {
      if (current) setContents(reply.ok ? reply.value : "unknown");
    });
    return () => {
      current = false;
    };
  }, [slug]);
  return contents;
}
