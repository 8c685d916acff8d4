"use client";

import { useTranslations } from "next-intl";
import { Panel } from "@/_ui/panel";
import { Begin } from "./begin";
import type { KitConnection } from "./connection";

/** How to connect, for a kit that has been: there when its board is changed, out of the way else. */
export function Connect({ connection }: { connection: KitConnection }) {
  const t = useTranslations("kit.begin");
  return (
    <Panel>
      <details>
        <summary className="w-fit cursor-pointer font-semibold">{t("title")}</summary>
        <div className="mt-3">
          <Begin connection={connection} />
        </div>
      </details>
    </Panel>
  );
}
