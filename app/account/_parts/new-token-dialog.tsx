"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ApiToken } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { CopyLine } from "@/_ui/copy-line";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { Select } from "@/_ui/select";
import { ScopeFields } from "./scope-fields";
import { LASTING, type Lasting, wishOf } from "./token-wish";

type Made = ApiToken & { secret: string };

/** Makes a token by name, limits and end; then shows its secret, this one time. */
export function NewTokenDialog({ classes }: { classes: readonly { slug: string; name: string }[] }) {
  const t = useTranslations("token.new");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const show = (opens: boolean) => {
    setOpen(opens);
    if (opens) return setMade(null);
    router.refresh();
  };
  const trigger = (
    <Button size="small" className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("title")}
    </Button>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={show}
      trigger={trigger}
      title={made ? t("doneTitle") : t("title")}
      description={made ? t("doneText") : t("text")}
    >
      {made ? <Secret secret={made.secret} /> : <TokenForm classes={classes} onMade={setMade} />}
    </Dialog>
  );
}

type FormProps = { classes: readonly { slug: string; name: string }[]; onMade: (made: Made) => void };

function TokenForm({ classes, onMade }: FormProps) {
  const t = useTranslations("token.new");
  const lasting = (Object.keys(LASTING) as Lasting[]).map((value) => ({ value, label: t(`lasts.${value}`) }));
  return (
    <DialogForm
      send={(values) => callApi<Made>("POST", "/tokens", wishOf(values, Date.now()))}
      onDone={onMade}
      action={t("action")}
      words={{ "limit-reached": t("tooMany") }}
    >
      {(errorOf) => (
        <>
          <TextField
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            error={errorOf("name")}
            required
            maxLength={60}
            autoComplete="off"
          />
          <ScopeFields classes={classes} />
          <Select
            name="lasts"
            label={t("lastsLabel")}
            error={errorOf("expiresAt")}
            options={lasting}
            defaultValue="month"
          />
        </>
      )}
    </DialogForm>
  );
}

function Secret({ secret }: { secret: string }) {
  const t = useTranslations("token.new");
  return (
    <>
      <CopyLine text={secret} label={t("copy")} wrap />
      <DialogActions>
        <DialogClose asChild>
          <Button look="primary">{t("done")}</Button>
        </DialogClose>
      </DialogActions>
    </>
  );
}
