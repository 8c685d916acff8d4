"use client";

import { useTranslations } from "next-intl";
import { callApi } from "@/_live/api";
import { Form } from "@/_ui/form";

/** One button for who is signed in; who instructs the class already is simply led there. */
export function AcceptForm({ code, name, slug }: { code: string; name: string; slug: string }) {
  const t = useTranslations("people.invite");
  const accept = async () => {
    const reply = await callApi("POST", "/invitations/accept", { code });
    return reply.ok || reply.code === "already-taken" ? { ok: true as const, value: null } : reply;
  };
  return (
    <Form
      send={accept}
      onDone={() => window.location.assign(`/c/${slug}`)}
      action={t("accept")}
      words={{ "not-found": t("ended") }}
      wide
    >
      {() => <p>{t("as", { name })}</p>}
    </Form>
  );
}
