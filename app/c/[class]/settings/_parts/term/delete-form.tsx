"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Class } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { WhatGoes } from "./what-goes";

/** How long a class of many messages may take to go, in milliseconds. */
const PATIENCE = 150_000;

/** What goes, and the short name of the class, which is typed so that nothing goes by a slip. */
export function DeleteForm({ room: { slug } }: { room: Class }) {
  const t = useTranslations("term.delete");
  const [typed, setTyped] = useState("");
  const right = typed.trim() === slug;
  return (
    <DialogForm
      danger
      send={async () => {
        if (!right)
          return {
            ok: false,
            code: "bad-input",
            message: "",
            errors: [{ field: "slug", message: t("wrong", { slug }) }],
          };
        return callApi<void>("DELETE", `/classes/${slug}`, undefined, PATIENCE);
      }}
      onDone={() => window.location.assign("/")} // nothing of the class may be kept by the page
      action={t("action")}
      words={{ "bad-input": t("nothingYet") }}
    >
      {(errorOf) => (
        <>
          <WhatGoes class={slug} />
          <TextField
            name="slug"
            label={t.rich("type", { slug: () => <span className="font-mono break-all">{slug}</span> })}
            error={errorOf("slug")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            boxClassName="font-mono"
          />
        </>
      )}
    </DialogForm>
  );
}
