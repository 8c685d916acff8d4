"use client";

import { useTranslations } from "next-intl";
import type { Class } from "#server/contract/shapes";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { Panel } from "@/_ui/panel";
import { useChange } from "./use-change";

/** What the class is called; its addresses and topics stay. */
export function NamePanel({ room }: { room: Class }) {
  const t = useTranslations("settings.name");
  const common = useTranslations("common");
  const { change, changed } = useChange(room.slug);
  return (
    <Panel title={t("title")}>
      <Form stays send={({ name = "" }) => change({ name })} onDone={changed} action={common("save")}>
        {(errorOf) => (
          <TextField
            name="name"
            label={t("label")}
            hint={t("slugHint", { slug: room.slug })}
            error={errorOf("name")}
            defaultValue={room.name}
            maxLength={60}
            required
            autoComplete="off"
          />
        )}
      </Form>
    </Panel>
  );
}
