"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { removePast } from "@/_live/history-removal";
import { useMessageCount } from "@/_live/use-message-count";
import { Button } from "@/_ui/button";
import { dayText, startOfDay } from "@/_ui/day";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { useHydrated } from "@/_ui/hydrated";
import { useToast } from "@/_ui/toast";

/** Deletes the class's history from before a day, after saying how much that is. */
export function DeleteBefore({ class: slug }: { class: string }) {
  const t = useTranslations("settings.deleteBefore");
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={t("title")}
      description={t("text")}
      trigger={
        <Button size="small" disabled={!hydrated}>
          {t("open")}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
    >
      <BeforeForm slug={slug} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function BeforeForm({ slug, onDone }: { slug: string; onDone: () => void }) {
  const t = useTranslations("settings.deleteBefore");
  const toast = useToast();
  const router = useRouter();
  const today = dayText(Date.now());
  const [day, setDay] = useState("");
  const before = startOfDay(day);
  const count = useMessageCount(before === null ? null : { class: slug, to: before - 1 });
  const done = ({ messages }: { messages: number }) => {
    toast({ title: t("done", { count: messages }) });
    onDone();
    router.refresh();
  };
  return (
    <DialogForm
      danger
      send={async ({ day: chosen = "" }) => {
        const at = startOfDay(chosen);
        if (at === null) return { ok: false, code: "bad-input", message: t("noDate") };
        return removePast({ class: slug, before: at });
      }}
      onDone={done}
      action={t("action")}
    >
      {() => (
        <>
          <TextField
            type="date"
            name="day"
            label={t("date")}
            value={day}
            max={today}
            required
            onChange={(event) => setDay(event.target.value)}
          />
          <p role="status" className="min-h-6">
            {before !== null && (count === null ? t("counting") : t("count", { count }))}
          </p>
        </>
      )}
    </DialogForm>
  );
}
