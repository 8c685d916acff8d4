"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { COMMON_PIN } from "#server/contract/pins";
import type { FieldError, RefusalCode, Reply } from "#server/contract/refusal";
import { Banner } from "./banner";
import { Button } from "./button";
import { useHydrated } from "./hydrated";

type Refused = { code: RefusalCode; errors?: readonly FieldError[] };

export type FormProps<Value> = {
  /** Sends what was typed, by the fields' names. */
  send: (values: Record<string, string>) => Promise<Reply<Value>>;
  /** Asked before anything is sent; false sends nothing, and what was typed stays. */
  agree?: (values: Record<string, string>) => Promise<boolean>;
  /** It worked. The form stays busy, since what follows is mostly another page; not where it `stays`. */
  onDone: (value: Value) => void;
  /** The form remains on the page, to be sent again. */
  stays?: boolean;
  /** The verb, on the button that sends. */
  action: string;
  /** It deletes. */
  danger?: boolean;
  /** Words for a refusal that fit this form better than the general ones. */
  words?: Partial<Record<RefusalCode, string>>;
  /** Beside the sending button, before it. */
  beside?: ReactNode;
  /** As wide as the form: where it stands alone on a page. */
  wide?: boolean;
  children: (errorOf: (field: string) => string | undefined) => ReactNode;
};

/** A form that sends by script, shows its progress, says in words why it was refused, and goes to the field that is wrong. */
export function Form<Value>(props: FormProps<Value>) {
  const {
    send,
    agree,
    onDone,
    action,
    words,
    beside,
    wide = false,
    stays = false,
    danger = false,
    children,
  } = props;
  const form = useRef<HTMLFormElement>(null);
  const hydrated = useHydrated();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const sayField = useFieldWords();
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refused]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!form.current || busy) return;
    const values = valuesOf(form.current);
    if (agree && !(await agree(values))) return;
    setBusy(true);
    setRefused(null);
    const reply = await send(values);
    if (stays || !reply.ok) setBusy(false);
    if (reply.ok) return onDone(reply.value);
    setRefused(reply);
  };

  return (
    // Before the scripts run the button is off, and post keeps what was typed out of the address whatever happens.
    <form ref={form} method="post" onSubmit={submit} className="grid gap-4">
      {refused && <Refusal refused={refused} {...(words ? { words } : {})} />}
      {children((field) => sayField(refused?.errors?.find((error) => error.field === field)))}
      <div className="mt-2 flex flex-wrap items-center justify-end gap-2">
        {beside}
        <Button
          type="submit"
          look={danger ? "danger" : "primary"}
          busy={busy}
          disabled={!hydrated}
          className={wide ? "w-full" : undefined}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}

function Refusal({ refused, words }: { refused: Refused; words?: Partial<Record<RefusalCode, string>> }) {
  const t = useTranslations("refusal");
  return (
    <Banner tone="alarm" role="alert">
      {words?.[refused.code] ?? t(refused.code)}
    </Banner>
  );
}

/** The server says in English what is wrong with a field; where the catalogue knows the field it says it in the reader's language. */
function useFieldWords() {
  const t = useTranslations("refusal.fields");
  return (error: FieldError | undefined) => {
    if (!error) return undefined;
    if (error.message === COMMON_PIN) return t("commonPin");
    const known = KNOWN_FIELDS.find((field) => field === error.field);
    return known ? t(known) : error.message;
  };
}

const KNOWN_FIELDS = ["name", "username", "password", "email", "code", "setupCode"] as const;

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const texts = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}
