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
  const { name, email = "", password = "" } = values;
  const joined = await callApi<Joined>("POST", "/invitations", { code, name, email, password });
  if (!joined.ok) return joined;
  const opened = await openSession({ email, password });
  return opened.ok ? joined : opened;
}

/** An account with an e-mail for a new instructor, who is in the class the moment it is made. */
export function InvitedForm({ code }: { code: string }) {
  const t = useTranslations("people.invite");
  const setup = useTranslations("account.setup");
  const field = useTranslations("account.field");
  const goIn = ({ class: { slug } }: Joined) => {
    rememberChoice(WAY_COOKIE, writeWay({ as: "instructor", class: "" }));
    window.location.assign(`/c/${slug}`);
  };
  return (
    <>
      <Form
        send={(values) => join(code, values)}
        onDone={goIn}
        action={t("join")}
        words={{ "already-taken": t("taken"), "not-found": t("ended") }}
        wide
      >
        {(errorOf) => (
          <>
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
              hint={setup("emailHint")}
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
      <p className="mt-8 border-t border-line pt-4 text-muted">
        {t("have")}{" "}
        <Link href={`/sign-in?next=/invite/${code}`} className="text-accent underline">
          {t("signIn")}
        </Link>
      </p>
    </>
  );
}
