"use client";

import { useTranslations } from "next-intl";
import { Spinner } from "@/_ui/spinner";
import type { PastState } from "./use-lines";

/** How it stands with the past that is being read; nothing where it is there. Short waits are not spoken of. */
export function PastNote({ state }: { state: PastState }) {
  const t = useTranslations("chart");
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 bottom-8 flex justify-center">
      {state !== "ready" && (
        <p className="late mx-2 flex items-center gap-2 rounded-small bg-panel/90 px-2 text-small text-muted">
          {state !== "refused" && <Spinner />}
          {t(state)}
        </p>
      )}
    </div>
  );
}
