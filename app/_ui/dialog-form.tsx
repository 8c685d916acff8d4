"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button";
import { DialogClose } from "./dialog";
import { Form, type FormProps } from "./form";

/** A form in a dialog: beside the button that sends stands the one that leaves. */
export function DialogForm<Value>(props: Omit<FormProps<Value>, "beside" | "wide">) {
  const t = useTranslations("common");
  const cancel = (
    <DialogClose asChild>
      <Button>{t("cancel")}</Button>
    </DialogClose>
  );
  return <Form {...props} beside={cancel} />;
}
