"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Reply } from "#server/contract/refusal";
import type { Member } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { useToast } from "@/_ui/toast";
import type { Person } from "./person";

/** What is done with a member at one word. Each says how it went; the page reads again. */
export function usePersonActs(slug: string, { id, name }: Person, me: string) {
  const t = useTranslations("people");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const path = `/classes/${slug}/members/${id}`;
  const after = (reply: Reply<unknown>, done: string) => {
    if (!reply.ok) {
      const title = reply.code === "not-allowed" ? t("role.last") : refusal(reply.code);
      return toast({ title, tone: "alarm" });
    }
    toast({ title: done });
    // Who has ended their own right to this page finds their classes instead of nothing.
    if (id === me) router.push("/");
    else router.refresh();
  };
  const change = (wish: object) => callApi<Member>("PATCH", path, wish);
  return {
    turn: async (to: "promote" | "demote") =>
      after(await change({ role: to === "promote" ? "instructor" : "student" }), t(`role.${to}d`, { name })),
    suspend: async (suspended: boolean) =>
      after(await change({ suspended }), t(suspended ? "suspend.done" : "suspend.undone", { name })),
    remove: async () => after(await callApi("DELETE", path), t("remove.done", { name })),
  };
}
