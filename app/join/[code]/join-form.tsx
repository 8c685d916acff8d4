"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Reply } from "#server/contract/refusal";
import type { Class } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { openSession } from "@/_live/sign-in";
import { rememberChoice } from "@/_ui/cookie";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { WAY_COOKIE, writeWay } from "../../sign-in/way";

type Joined = { class: Class };

async function join(code: string, values: Record<string, string>): Promise<Reply<Joined>> {
  const { name, username = "", password = "" } = values;
  const joined = await callApi<Joined>("POST", "/join", { code, name, username, password });
  if (!joined.ok) return joined;
  const opened = await openSession({ class: joined.value.class.slug, username, password });
  return opened.ok ? joined : opened;
}

export type JoinFormProps = {
  code: string;
  slug: string;
  /** The class takes PINs of 4 to 8 digits as well. */
  pins: boolean;
};

export function JoinForm({ code, slug, pins }: JoinFormProps) {
  const t = useTranslations("account.join");
  const field = useTranslations("account.field");
  const goIn = ({ class: { slug: joined } }: Joined) => {
    rememberChoice(WAY_COOKIE, writeWay({ as: "student", class: joined }));
    window.location.assign(`/c/${joined}`);
  };
  return (
    <>
      <Form
        send={(values) => join(code, values)}
        onDone={goIn}
        action={t("action")}
        words={{ "already-taken": t("taken"), "not-found": t("wrongCode") }}
        wide
      >
        {(errorOf) => (
          <>
            <TextField
              name="name"
              label={field("name")}
              hint={t("nameHint")}
              error={errorOf("name")}
              required
              maxLength={60}
              autoComplete="name"
            />
            <TextField
              name="username"
              label={field("username")}
              hint={t("usernameHint")}
              error={errorOf("username")}
              required
              minLength={2}
              maxLength={32}
              autoCapitalize="none"
              autoComplete="username"
              spellCheck={false}
            />
            <TextField
              name="password"
              type="password"
              label={field("password")}
              hint={field(pins ? "pinHint" : "passwordHint")}
              error={errorOf("password")}
              required
              minLength={pins ? 4 : 8}
              autoComplete="new-password"
            />
            <p className="text-small text-muted">{t("remember", { slug })}</p>
          </>
        )}
      </Form>
      <p className="mt-8 border-t border-line pt-4 text-muted">
        {t("already")}{" "}
        <Link href={`/sign-in?next=/c/${slug}`} className="text-accent underline">
          {t("signIn")}
        </Link>
      </p>
    </>
  );
}
