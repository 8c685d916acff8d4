"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { Button } from "@/_ui/button";

/** A page that could not be drawn: says so, and tries again where it stands. What went wrong is in the server's log. */
export default function Broken({ reset }: { reset: () => void }) {
  const t = useTranslations("common.broken");
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-center justify-items-start gap-1 p-4">
      <h1 className="text-title font-semibold">{t("title")}</h1>
      <p className="text-muted">{t("text")}</p>
      <Button look="primary" className="mt-4" onClick={again}>
        {t("again")}
      </Button>
    </main>
  );
}
