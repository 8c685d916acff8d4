"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Bridge } from "@/_live/cable/bridge";

/** What the sketch prints for its author, the newest at the bottom and in sight. */
export function KitConsole({ bridge: { view } }: { bridge: Bridge }) {
  const t = useTranslations("virtual");
  const { console: lines } = useSyncExternalStore(view.subscribe, view.read, view.read);
  const box = useRef<HTMLOListElement>(null);
  const newest = lines.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  return (
    <div>
      <h3 className="mb-1 text-small font-medium">{t("console")}</h3>
      {lines.length === 0 ? (
        <p className="text-small text-muted">{t("consoleEmpty")}</p>
      ) : (
        <ol
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
          tabIndex={0}
          aria-label={t("console")}
          className="max-h-40 overflow-y-auto rounded-control bg-sunken px-3 py-2 font-mono text-small"
        >
          {lines.map(({ id, text }) => (
            <li key={id} className="break-all wrap-anywhere whitespace-pre-wrap">
              {text}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
