"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { Time } from "@/_ui/time";
import type { Connection } from "./connection";
import { useConnection } from "./use-connection";

/** Shorter losses are over before they could be read. */
const SHOWN_AFTER_MS = 1000;

/** Says when this page is not live, and how it becomes so again; nothing while it is. The region is always there, so that it is read aloud. */
export function ConnectionBanner() {
  const connection = useConnection();
  const shown = useLasting(connection);
  return (
    <div aria-live="polite" className="sticky top-2 z-20 mx-auto max-w-3xl empty:hidden [&>*]:mb-4">
      {shown && connection.kind === "retrying" && <Retrying since={connection.since} />}
      {shown && connection.kind === "signed-out" && <SignedOut />}
    </div>
  );
}

function Retrying({ since }: { since: number }) {
  const t = useTranslations("kit.connection");
  return (
    <Banner tone="warning">{t.rich("retrying", { time: () => <Time at={since} form="clock" /> })}</Banner>
  );
}

function SignedOut() {
  const t = useTranslations("kit.connection");
  const path = usePathname();
  return (
    <Banner
      tone="warning"
      action={
        <Button asChild size="small">
          {/* A whole load, so that nothing of the earlier session stays in this page. */}
          <a href={`/sign-in?next=${encodeURIComponent(path)}`}>{t("signIn")}</a>
        </Button>
      }
    >
      {t("signedOut")}
    </Banner>
  );
}

function useLasting(connection: Connection): boolean {
  const [lasting, setLasting] = useState<Connection | null>(null);
  useEffect(() => {
    if (connection.kind !== "retrying" && connection.kind !== "signed-out") return;
    const timer = setTimeout(() => setLasting(connection), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return lasting === connection;
}
