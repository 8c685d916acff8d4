"use client";

import { useTranslations } from "next-intl";
import { Panel } from "@/_ui/panel";
import { Begin } from "./begin";
import type { KitConnection } from "./connection";

type WaitingProps = { connection: KitConnection; online: boolean; ways: boolean };

/** A kit that has said nothing yet: how to make it speak. Gone with its first message. */
export function Waiting({ connection, online, ways }: WaitingProps) {
  const t = useTranslations("kit.waiting");
  return (
    <Panel className="mx-auto w-full max-w-3xl">
      <div className="flex items-center gap-3">
        <span aria-hidden="true" className="relative flex size-3 shrink-0">
          <span className="absolute inset-0 rounded-full bg-accent opacity-60 motion-safe:animate-ping" />
          <span className="relative size-3 rounded-full bg-accent" />
        </span>
        <h2 className="text-title font-semibold">{t("title")}</h2>
      </div>
      {online && <p className="mt-2 text-live">{t("connected")}</p>}
      <p className="mt-2 text-muted">{ways ? t("text") : t("notYours")}</p>
      {ways && (
        <div className="mt-4">
          <Begin connection={connection} />
        </div>
      )}
    </Panel>
  );
}
