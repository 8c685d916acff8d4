"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { slugFrom } from "#server/contract/text";
import { openSession } from "@/_live/sign-in";
import { rememberChoice } from "@/_ui/cookie";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { Tabs } from "@/_ui/tabs";
import { WAY_COOKIE, type Way, writeWay } from "./way";

export function WaysIn({ next, way }: { next: string; way: Way }) {
  const t = useTranslations("account.signIn");
  const goOn = (taken: Way) => {
    rememberChoice(WAY_COOKIE, writeWay(taken));
    window.location.assign(next);
  };
  return (
    <>
      <Tabs
        label={t("ways")}
        defaultValue={way.as}
        tabs={[
          { value: "student", label: t("student"), content: <StudentForm slug={way.class} onDone={goOn} /> },
          { value: "instructor", label: t("instructor"), content: <InstructorForm onDone={goOn} /> },
        ]}
      />
      <p className="mt-8 border-t border-line pt-4 text-muted">
        {t("newHere")}{" "}
        <Link href="/join" className="text-accent underline">
          {t("join")}
        </Link>
      </p>
    </>
  );
}

type FormProps = { onDone: (way: Way) => void };

function StudentForm({ slug, onDone }: FormProps & { slug: string }) {
  const t = useTranslations("account.signIn");
  const field = useTranslations("account.field");
  const send = async ({ class: of = "", username = "", password = "" }: Record<string, string>) => {
    const named = slugFrom(of) ?? of.trim(); // or the name that stands above the class
    const reply = await openSession({ class: named, username, password });
    return reply.ok ? { ok: true as const, value: named } : reply;
  };
  return (
    <Form
      send={send}
      onDone={(named: string) => onDone({ as: "student", class: named })}
      action={t("action")}
      words={{ "not-signed-in": t("wrongStudent"), "bad-input": t("wrongStudent") }}
      wide
    >
      {() => (
        <>
          <TextField
            name="class"
            label={t("class")}
            hint={t("classHint")}
            defaultValue={slug}
            required
            autoCapitalize="none"
            autoComplete="organization"
            spellCheck={false}
          />
          <TextField
            name="username"
            label={field("username")}
            required
            autoCapitalize="none"
            autoComplete="username"
            spellCheck={false}
          />
          <TextField
            name="password"
            type="password"
            label={field("password")}
            required
            autoComplete="current-password"
          />
        </>
      )}
    </Form>
  );
}

function InstructorForm({ onDone }: FormProps) {
  const t = useTranslations("account.signIn");
  const field = useTranslations("account.field");
  return (
    <Form
      send={({ email = "", password = "" }) => openSession({ email, password })}
      onDone={() => onDone({ as: "instructor", class: "" })}
      action={t("action")}
      words={{ "not-signed-in": t("wrongInstructor"), "bad-input": t("wrongInstructor") }}
      wide
    >
      {() => (
        <>
          <TextField name="email" type="email" label={field("email")} required autoComplete="username" />
          <TextField
            name="password"
            type="password"
            label={field("password")}
            required
            autoComplete="current-password"
          />
        </>
      )}
    </Form>
  );
}
