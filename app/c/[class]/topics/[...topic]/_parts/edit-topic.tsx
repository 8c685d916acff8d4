"use client";

import { Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Topic } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { Switch } from "@/_ui/switch";

const EXAMPLE = '{"at": 1795305600000, "value": 21.5}';

/** Gives a topic a label and a unit, and says whether it takes readings from the past. */
export function EditTopic({ topic }: { topic: Topic }) {
  const t = useTranslations("topic.edit");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [backfill, setBackfill] = useState(topic.backfill);
  const show = (shown: boolean) => {
    setBackfill(topic.backfill);
    setOpen(shown);
  };
  const done = () => {
    setOpen(false);
    router.refresh();
  };
  const trigger = (
    <Button>
      <Pencil aria-hidden className="size-4" />
      {t("open")}
    </Button>
  );
  return (
    <Dialog title={t("title")} description={t("text")} trigger={trigger} open={open} onOpenChange={show}>
      <DialogForm
        send={({ label = "", unit = "" }) =>
          callApi<Topic>("PATCH", topicPath(topic.topic), {
            label: label || null,
            unit: unit || null,
            backfill,
          })
        }
        onDone={done}
        action={common("save")}
      >
        {(errorOf) => (
          <>
            <TextField
              name="label"
              label={t("label")}
              hint={t("labelHint")}
              error={errorOf("label")}
              defaultValue={topic.label ?? ""}
              maxLength={60}
              autoComplete="off"
            />
            <TextField
              name="unit"
              label={t("unit")}
              hint={t("unitHint")}
              error={errorOf("unit")}
              defaultValue={topic.unit ?? ""}
              maxLength={12}
              autoComplete="off"
            />
            <Switch
              label={t("backfill")}
              hint={t.rich("backfillHint", { code: (text) => <code>{text}</code>, example: EXAMPLE })}
              checked={backfill}
              onChange={setBackfill}
            />
          </>
        )}
      </DialogForm>
    </Dialog>
  );
}

function topicPath(topic: string): string {
  const [className, ...levels] = topic.split("/").map(encodeURIComponent);
  return `/classes/${className}/topics/${levels.join("/")}`;
}
