"use client";

import { useTranslations } from "next-intl";
import { callApi } from "@/_live/api";
import { closeSession } from "@/_live/sign-in";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { Panel } from "@/_ui/panel";

export type DeletePanelProps = {
  kits: readonly { class: string; name: string }[];
  /** Classes that nobody else instructs. */
  onlyInstructorOf: readonly string[];
  tokens: number;
};

/** The end of the account: what goes and what stays is said first, then the password is asked. */
export function DeletePanel({ kits, onlyInstructorOf, tokens }: DeletePanelProps) {
  const t = useTranslations("account.delete");
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        <Part title={t("goes")}>
          <li>{t("person")}</li>
          <li>{t("classes")}</li>
          {tokens > 0 && <li>{t("tokens", { count: tokens })}</li>}
        </Part>
        <Part title={t("stays")}>
          <li>{t("history")}</li>
          {kits.map((kit) => (
            <li key={`${kit.class} ${kit.name}`}>{t("kit", kit)}</li>
          ))}
        </Part>
        {onlyInstructorOf.length > 0 ? (
          <Banner tone="warning">{t("only", { classes: onlyInstructorOf.join(", ") })}</Banner>
        ) : (
          <div className="flex justify-end">
            <DeleteDialog />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      <ul className="mt-1 ml-5 list-disc text-muted">{children}</ul>
    </div>
  );
}

function DeleteDialog() {
  const t = useTranslations("account.delete");
  const gone = async () => {
    await closeSession().catch(() => undefined); // the account is gone, and its session with it
    window.location.assign("/sign-in");
  };
  return (
    <Dialog
      title={t("askTitle")}
      description={t("askText")}
      trigger={<Button look="danger">{t("action")}</Button>}
    >
      <DialogForm
        danger
        send={({ password = "" }) => callApi<void>("DELETE", "/me", { password })}
        onDone={() => void gone()}
        action={t("action")}
        words={{ "not-allowed": t("wrong") }}
      >
        {(errorOf) => (
          <TextField
            name="password"
            type="password"
            label={t("password")}
            error={errorOf("password")}
            required
            autoComplete="current-password"
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
