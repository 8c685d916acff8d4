"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/_ui/button";
import { DialogActions, DialogClose } from "@/_ui/dialog";
import { Field } from "@/_ui/field";
import { useSizeText } from "@/_ui/size";

/** The most that the server takes (server/router/class-import.ts). */
const MOST_BYTES = 2 * 2 ** 30;

/** Asks which file. */
export function RestoreFile({ onFile }: { onFile: (file: File) => void }) {
  const t = useTranslations("term.restore");
  const common = useTranslations("common");
  const size = useSizeText();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | undefined>();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (!file) setWrong(t("none"));
    else if (file.size > MOST_BYTES) setWrong(t("large", { size: size(MOST_BYTES) }));
    else return onFile(file);
    input.current?.focus();
  };
  return (
    <form onSubmit={send} className="grid gap-4">
      <Field label={t("file")} hint={t("hint")} error={wrong}>
        {(wiring) => (
          <input
            {...wiring}
            ref={input}
            type="file"
            accept=".zip,application/zip"
            onChange={() => setWrong(undefined)}
            className="control-box h-auto py-1.5 file:mr-3 file:rounded-control file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:font-medium file:text-ink"
          />
        )}
      </Field>
      <DialogActions>
        <DialogClose asChild>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" look="primary">
          {t("action")}
        </Button>
      </DialogActions>
    </form>
  );
}
