"use client";

import { useTranslations } from "next-intl";
import type { Reply } from "#server/contract/refusal";
import { callApi } from "@/_live/api";
import { openSession } from "@/_live/sign-in";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";

async function setUp({
  setupCode,
  name,
  email = "",
  password = "",
}: Record<string, string>): Promise<Reply<unknown>> {
  const made = await callApi("POST", "/setup", { setupCode, name, email, password });
  return made.ok ? openSession({ email, password }) : made;
}

export function SetupForm() {
  const t = useTranslations("account.setup");
  const field = useTranslations("account.field");
  return (
    <Form
      send={setUp}
      onDone={() => window.location.assign("/")}
      action={t("action")}
      words={{ "not-allowed": t("wrongCode"), "already-taken": t("doneText") }}
      wide
    >
      {(errorOf) => (
        <>
          <TextField
            name="setupCode"
            label={t("code")}
            hint={t("codeHint")}
            error={errorOf("setupCode")}
            required
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="XXXX-XXXX-XXXX"
            boxClassName="font-mono uppercase placeholder:normal-case"
          />
          <TextField
            name="name"
            label={field("name")}
            error={errorOf("name")}
            required
            maxLength={60}
            autoComplete="name"
          />
          <TextField
            name="email"
            type="email"
            label={field("email")}
            hint={t("emailHint")}
            error={errorOf("email")}
            required
            autoComplete="username"
          />
          <TextField
            name="password"
            type="password"
            label={field("password")}
            hint={field("passwordHint")}
            error={errorOf("password")}
            required
            minLength={8}
            autoComplete="new-password"
          />
        </>
      )}
    </Form>
  );
}
