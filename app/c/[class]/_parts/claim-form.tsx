"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";

type Props = {
  class: string;
  /** As the card's QR code has it; empty where it is still to be typed. */
  code: string;
};

/** Makes a kit the reader's by its code, and goes to its page. */
export function ClaimForm({ class: slug, code }: Props) {
  const t = useTranslations("cards.claim");
  const router = useRouter();
  return (
    <Form
      send={({ code: typed = "" }) => callApi<Kit>("POST", `/classes/${slug}/kits/claim`, { code: typed })}
      onDone={(kit) => router.push(`/c/${slug}/kits/${kit.slug}`)}
      action={t("action")}
      words={{ "not-found": t("wrong"), "bad-input": t("wrong"), "too-many": t("tooMany") }}
      wide
    >
      {() => (
        <TextField
          name="code"
          label={t("code")}
          hint={t("hint")}
          defaultValue={code}
          required
          maxLength={20}
          pattern=".*[0-9A-Za-z].*"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          boxClassName="h-14 text-center font-mono text-title tracking-[0.15em] uppercase"
        />
      )}
    </Form>
  );
}
