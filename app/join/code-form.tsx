"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Reply } from "#server/contract/refusal";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { tidyCode } from "./tidy-code";

export function CodeForm({ code }: { code?: string }) {
  const t = useTranslations("account.join");
  const router = useRouter();
  const send = async ({ code: typed = "" }): Promise<Reply<string>> => ({ ok: true, value: tidyCode(typed) });
  return (
    <Form
      send={send}
      onDone={(tidy) => router.push(`/join/${encodeURIComponent(tidy)}`)}
      action={t("next")}
      wide
    >
      {() => (
        <TextField
          name="code"
          label={t("code")}
          defaultValue={code}
          required
          maxLength={12}
          pattern=".*[0-9A-Za-z].*"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          boxClassName="h-14 text-center font-mono text-value tracking-[0.2em] uppercase"
        />
      )}
    </Form>
  );
}
