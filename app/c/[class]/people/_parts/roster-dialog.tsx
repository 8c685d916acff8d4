"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RosterResult } from "#server/contract/shapes";
import { hand } from "@/_live/handed";
import { Button } from "@/_ui/button";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { useHydrated } from "@/_ui/hydrated";
import { HandedPasswords } from "./handed-passwords";
import { RosterPreview } from "./roster-preview";
import { RosterTable } from "./roster-table";
import { RosterText } from "./roster-text";

type Step =
  | { kind: "write" }
  | { kind: "preview"; result: RosterResult }
  | { kind: "done"; result: RosterResult };

/** A roster in three steps: written, looked at, imported. What was written stays until it is imported. */
export function RosterDialog({ class: slug }: { class: string }) {
  const t = useTranslations("people.roster");
  const router = useRouter();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [step, setStep] = useState<Step>({ kind: "write" });
  const show = (opens: boolean) => {
    setOpen(opens);
    if (opens) setStep({ kind: "write" });
    else router.refresh();
  };
  const imported = (result: RosterResult) => {
    hand(slug, handedOf(result));
    setText("");
    setStep({ kind: "done", result });
  };
  const trigger = (
    <Button look="primary" disabled={!hydrated}>
      {t("open")}
    </Button>
  );
  return (
    <Dialog open={open} onOpenChange={show} trigger={trigger} size="wide" {...useHeading(step)}>
      {step.kind === "write" && (
        <RosterText
          class={slug}
          text={text}
          onText={setText}
          onPreview={(result) => setStep({ kind: "preview", result })}
        />
      )}
      {step.kind === "preview" && (
        <RosterPreview
          class={slug}
          text={text}
          result={step.result}
          onBack={() => setStep({ kind: "write" })}
          onImported={imported}
        />
      )}
      {step.kind === "done" && <Done class={slug} result={step.result} />}
    </Dialog>
  );
}

function useHeading(step: Step) {
  const t = useTranslations("people");
  if (step.kind === "write") return { title: t("roster.title"), description: t("roster.text") };
  if (step.kind === "preview") return { title: t("roster.previewTitle") };
  return {
    title: t("roster.doneTitle", { count: step.result.created }),
    description: t("handed.once"),
  };
}

function handedOf({ rows }: RosterResult) {
  return rows.flatMap(({ name, username, password }) =>
    password === null ? [] : [{ name, username, password }],
  );
}

function Done({ class: slug, result }: { class: string; result: RosterResult }) {
  const common = useTranslations("common");
  const refused = result.rows.filter(({ result: came }) => came === "refused");
  return (
    <div className="grid gap-4">
      <HandedPasswords class={slug} people={handedOf(result)} />
      {refused.length > 0 && <RosterTable rows={refused} />}
      <DialogActions>
        <DialogClose asChild>
          <Button look="primary">{common("close")}</Button>
        </DialogClose>
      </DialogActions>
    </div>
  );
}
