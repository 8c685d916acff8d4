"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/_ui/button";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { Field, TextField } from "@/_ui/field";
import { useTryToken } from "./credentials";
import { TryAnswer } from "./try-answer";
import { addressOf, type Parameter } from "./try-request";
import { useRequest } from "./use-request";

export type TryItProps = {
  method: string;
  path: string;
  parameters: readonly Parameter[];
  /** A body that works; null where none is sent. */
  body: { type: string; text: string } | null;
};

/** A request that is really made: its form, and what was answered. */
export function TryIt(props: TryItProps) {
  const t = useTranslations("api.try");
  const [open, setOpen] = useState(false);
  if (open) return <TryForm {...props} />;
  return (
    <Button size="small" onClick={() => setOpen(true)} className="w-fit">
      {t("open")}
    </Button>
  );
}

function TryForm({ method, path, parameters, body: example }: TryItProps) {
  const t = useTranslations("api.try");
  const token = useTryToken();
  const [values, setValues] = useState<Record<string, string>>({});
  const [text, setText] = useState(example?.text ?? "");
  const body = example && { type: example.type, text };
  const [asking, setAsking] = useState(false);
  const { busy, answer, send } = useRequest();
  const address = addressOf(path, parameters, values);
  const go = () => send({ method, address, body, token });
  return (
    <form
      className="grid grid-cols-1 gap-4 rounded-control border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (method === "DELETE") setAsking(true);
        else void go();
      }}
    >
      {parameters.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          {parameters.map(({ name, required, description }) => (
            <TextField
              key={name}
              label={<span className="font-mono">{name}</span>}
              hint={<span lang="en">{description}</span>}
              required={required}
              value={values[name] ?? ""}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              boxClassName="font-mono"
            />
          ))}
        </div>
      )}
      {body !== null && (
        <Field label={t("body")}>
          {(wiring) => (
            <textarea
              {...wiring}
              value={text}
              onChange={(event) => setText(event.target.value)}
              rows={Math.min(12, text.split("\n").length + 1)}
              spellCheck={false}
              className="control-box h-auto py-2 font-mono text-small"
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={busy}>
          {t("send")}
        </Button>
        <code className="min-w-0 text-small wrap-anywhere text-muted">
          {method} {address}
        </code>
      </div>
      <TryAnswer answer={answer} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger
        title={t("deleteTitle")}
        description={t("deleteText", { address })}
        action={t("send")}
        onConfirm={() => void go()}
      />
    </form>
  );
}
