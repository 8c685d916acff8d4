"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useMessageCount } from "@/_live/use-message-count";
import { Button } from "@/_ui/button";
import { DialogActions } from "@/_ui/dialog";
import { useSizeText } from "@/_ui/size";
import { classOf, type Export } from "./export-href";
import type { Progress } from "./run-export";

/** How often a screen reader hears how far it is, in milliseconds. */
const SPOKEN_EVERY = 5000;

type Props = { progress: Progress; asked: Export; onCancel: () => void };

/** How much has come, of how much where that is known, and the way to stop it. */
export function ExportProgress({ progress: { rows, bytes }, asked, onCancel }: Props) {
  const t = useTranslations("topic.export");
  const size = useSizeText();
  const { filter: topic, from, to } = asked;
  const total = useMessageCount({
    class: classOf(topic),
    topic,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  const words =
    total === null || rows > total
      ? t("rows", { rows, size: size(bytes) })
      : t("rowsOf", { rows, total, size: size(bytes) });
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className="grid gap-2">
      <progress
        aria-label={t("running")}
        className="h-2 w-full accent-accent-fill"
        {...(total === null || total === 0 ? {} : { max: total, value: Math.min(rows, total) })}
      />
      <p className="tabular-nums">{words}</p>
      <Spoken words={words} />
      <DialogActions>
        <Button ref={cancel} onClick={onCancel}>
          {t("cancel")}
        </Button>
      </DialogActions>
    </div>
  );
}

/** The same for those who do not see it, now and then. */
function Spoken({ words }: { words: string }) {
  const newest = useRef(words);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    newest.current = words;
  }, [words]);
  useEffect(() => {
    const timer = setInterval(() => setSpoken(newest.current), SPOKEN_EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
