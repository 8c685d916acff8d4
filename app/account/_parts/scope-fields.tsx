"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Kit, Page } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Select } from "@/_ui/select";

type Named = { slug: string; name: string };

/** What a token is limited to: reading, one class, one kit of it. */
export function ScopeFields({ classes }: { classes: readonly Named[] }) {
  const t = useTranslations("token.new");
  const { kits, choose } = useKitsOfChosen();
  return (
    <>
      <Select
        name="rights"
        label={t("rights")}
        options={[
          { value: "read", label: t("rightsRead") },
          { value: "all", label: t("rightsAll") },
        ]}
        defaultValue="read"
      />
      {classes.length > 0 && (
        <Select
          name="class"
          label={t("class")}
          options={[{ value: "", label: t("classAny") }, ...classes.map(optionOf)]}
          onChange={(event) => void choose(event.target.value)}
        />
      )}
      {kits && (
        <Select
          name="kit"
          label={t("kit")}
          hint={t("kitHint")}
          options={[{ value: "", label: t("kitAny") }, ...kits.map(optionOf)]}
        />
      )}
    </>
  );
}

const optionOf = ({ slug, name }: Named) => ({
  value: slug,
  label: name === slug ? name : `${name} (${slug})`,
});

/** The kits of the class that was chosen last; null while there is none, or they are not known yet. */
function useKitsOfChosen() {
  const [chosen, setChosen] = useState<{ class: string; kits: Kit[] | null }>({ class: "", kits: null });
  const choose = async (className: string) => {
    setChosen({ class: className, kits: null });
    if (className === "") return;
    const reply = await callApi<Page<Kit>>("GET", `/classes/${className}/kits?limit=1000`);
    if (reply.ok)
      setChosen((now) => (now.class === className ? { class: className, kits: reply.value.items } : now));
  };
  return { kits: chosen.kits, choose };
}
