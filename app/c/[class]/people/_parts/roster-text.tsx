"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef } from "react";
import type { RosterResult } from "#server/contract/shapes";
import { Button } from "@/_ui/button";
import { DialogForm } from "@/_ui/dialog-form";
import { Field } from "@/_ui/field";
import { readText } from "./read-text";
import { sendRoster } from "./send-roster";

type Props = {
  class: string;
  text: string;
  onText: (text: string) => void;
  onPreview: (result: RosterResult) => void;
};

/** Where a roster is pasted, typed or read from a file; what a file holds stands there to be seen. */
export function RosterText({ class: slug, text, onText, onPreview }: Props) {
  const t = useTranslations("people.roster");
  return (
    <DialogForm
      send={() => sendRoster(slug, text, "?preview=true")}
      onDone={onPreview}
      action={t("preview")}
      words={{ "bad-input": t(text.trim() === "" ? "empty" : "unread"), "too-large": t("tooLong") }}
    >
      {() => (
        <>
          <Field label={t("label")} hint={t("hint")}>
            {(wiring) => (
              <textarea
                {...wiring}
                value={text}
                onChange={(event) => onText(event.target.value)}
                placeholder={t("example")}
                rows={10}
                required
                spellCheck={false}
                autoComplete="off"
                className="control-box h-auto py-2 font-mono text-small"
              />
            )}
          </Field>
          <FromFile onText={onText} />
        </>
      )}
    </DialogForm>
  );
}

function FromFile({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations("people.roster");
  const input = useRef<HTMLInputElement>(null);
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (file) onText(readText(new Uint8Array(await file.arrayBuffer())));
    target.value = ""; // the same file again, once it was mended, is a change too
  };
  return (
    <div>
      <Button size="small" className="[&>svg]:size-4" onClick={() => input.current?.click()}>
        <FileUp aria-hidden />
        {t("file")}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        onChange={(event) => void read(event)}
        aria-label={t("file")}
        tabIndex={-1}
        hidden
      />
    </div>
  );
}
