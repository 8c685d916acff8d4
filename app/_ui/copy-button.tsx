"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { copyText } from "./clipboard";
import { IconButton } from "./icon-button";

const SHOWN_MS = 2_000;

export type CopyButtonProps = {
  text: string;
  /** What is copied, for the label: "Copy the key". */
  label: string;
  /** Shows the label beside the picture. */
  wide?: boolean;
};

/** Copies a text and says so, in the button and aloud. */
export function CopyButton({ text, label, wide = false }: CopyButtonProps) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(text)) ? "copied" : "refused");
  const icon = outcome === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />;
  const said = outcome === "copied" ? t("copied") : outcome === "refused" ? t("copyRefused") : null;
  return (
    <>
      {wide ? (
        <Button onClick={copy} className="[&>svg]:size-4">
          {icon}
          {said ?? label}
        </Button>
      ) : (
        <IconButton label={said ?? label} icon={icon} onClick={copy} />
      )}
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
    </>
  );
}
