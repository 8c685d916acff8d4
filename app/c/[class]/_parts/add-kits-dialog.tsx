"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";

const MOST = 200;

/** For instructors: one kit, or as many as the class has boards, numbered, with cards to print. */
export function AddKitsDialog({ class: slug }: { class: string }) {
  const t = useTranslations("class.addKit");
  const [count, setCount] = useState("30");
  const router = useRouter();
  const trigger = (
    <Button look="primary" className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("titleMany")}
    </Button>
  );
  const one = Number(count) === 1;
  return (
    <Dialog title={t("titleMany")} description={t("textMany")} trigger={trigger}>
      <DialogForm
        send={({ name = "" }) => add(slug, Number(count), name.trim())}
        onDone={(path) => router.push(path)}
        action={t("actionMany", { count: Number(count) })}
        words={{ "already-taken": t("taken"), "limit-reached": t("full") }}
      >
        {(errorOf) => (
          <>
            <TextField
              name="count"
              type="number"
              label={t("count")}
              error={errorOf("count")}
              value={count}
              onChange={({ target }) => setCount(target.value)}
              min={1}
              max={MOST}
              step={1}
              required
              autoComplete="off"
            />
            <TextField
              name="name"
              label={t("name")}
              hint={t(one ? "nameHint" : "nameHintMany")}
              error={errorOf("name")}
              defaultValue={t("stem")}
              required
              maxLength={50}
              autoComplete="off"
            />
          </>
        )}
      </DialogForm>
    </Dialog>
  );
}

/** Answers the page on which to go on: that of the one kit, or the cards of the many. */
async function add(slug: string, count: number, name: string) {
  if (count === 1) {
    const reply = await callApi<Kit>("POST", `/classes/${slug}/kits`, { name });
    return reply.ok ? { ok: true as const, value: `/c/${slug}/kits/${reply.value.slug}` } : reply;
  }
  const reply = await callApi("POST", `/classes/${slug}/kits/bulk`, { count, name });
  return reply.ok ? { ok: true as const, value: `/c/${slug}/cards` } : reply;
}
