"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Reply } from "#server/contract/refusal";
import { callApi } from "@/_live/api";
import { type Credentials, openSession } from "@/_live/sign-in";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { Panel } from "@/_ui/panel";
import { useToast } from "@/_ui/toast";

export type PasswordPanelProps = {
  /** Who signs in anew, once the old sessions have ended. */
  who: { email: string } | { class: string; username: string };
  /** A PIN of 4 to 8 digits will do as well. */
  pins: boolean;
};

/** Another password: every other browser is signed out, this one goes on with the new one. */
export function PasswordPanel({ who, pins }: PasswordPanelProps) {
  const t = useTranslations("account.password");
  const field = useTranslations("account.field");
  const toast = useToast();
  const router = useRouter();
  const [round, setRound] = useState(0);
  const changed = () => {
    toast({ title: t("changed") });
    setRound(round + 1); // the boxes are empty again
    router.refresh();
  };
  return (
    <Panel title={t("title")}>
      <Form
        key={round}
        stays
        send={(typed) => change(who, typed, t("differ"))}
        onDone={changed}
        action={t("action")}
        words={{ "not-allowed": t("wrong"), "not-signed-in": t("signedOut") }}
      >
        {(errorOf) => (
          <>
            <TextField
              name="currentPassword"
              type="password"
              label={t("current")}
              error={errorOf("currentPassword")}
              required
              autoComplete="current-password"
            />
            <TextField
              name="password"
              type="password"
              label={t("new")}
              hint={field(pins ? "pinHint" : "passwordHint")}
              error={errorOf("password")}
              required
              minLength={pins ? 4 : 8}
              autoComplete="new-password"
            />
            <TextField
              name="again"
              type="password"
              label={t("again")}
              error={errorOf("again")}
              required
              autoComplete="new-password"
            />
          </>
        )}
      </Form>
    </Panel>
  );
}

async function change(
  who: PasswordPanelProps["who"],
  { currentPassword = "", password = "", again = "" }: Record<string, string>,
  differ: string,
): Promise<Reply<unknown>> {
  if (password !== again)
    return { ok: false, code: "bad-input", message: differ, errors: [{ field: "again", message: differ }] };
  const changed = await callApi("PATCH", "/me", { password, currentPassword });
  if (!changed.ok) return changed;
  const credentials: Credentials = { ...who, password };
  return openSession(credentials);
}
