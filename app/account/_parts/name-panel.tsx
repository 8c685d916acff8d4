"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { callApi } from "@/_live/api";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { Panel } from "@/_ui/panel";
import { useToast } from "@/_ui/toast";

export type NamePanelProps = {
  name: string;
  /** By what they sign in: an e-mail, or a user name in each of these classes. */
  email: string | null;
  seats: readonly { slug: string; name: string; username: string }[];
};

/** The reader's name, and by what they sign in. */
export function NamePanel({ name, email, seats }: NamePanelProps) {
  const t = useTranslations("account.name");
  const common = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const changed = () => {
    toast({ title: t("changed") });
    router.refresh();
  };
  return (
    <Panel title={t("title")}>
      <p className="mb-4 text-muted">{t("signIn")}</p>
      <dl className="mb-4 grid gap-1">
        {email !== null && <Way of={t("email")} by={email} />}
        {seats.map((seat) => (
          <Way key={seat.slug} of={t("seat", { name: seat.name, slug: seat.slug })} by={seat.username} />
        ))}
      </dl>
      <Form
        stays
        send={({ name: typed = "" }) => callApi("PATCH", "/me", { name: typed })}
        onDone={changed}
        action={common("save")}
      >
        {(errorOf) => (
          <TextField
            name="name"
            label={t("label")}
            hint={t("hint")}
            error={errorOf("name")}
            defaultValue={name}
            maxLength={60}
            required
            autoComplete="name"
          />
        )}
      </Form>
    </Panel>
  );
}

function Way({ of, by }: { of: string; by: string }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-muted">{of}</dt>
      <dd className="font-mono break-all">{by}</dd>
    </div>
  );
}
