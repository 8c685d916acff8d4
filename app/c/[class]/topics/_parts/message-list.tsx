"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Message } from "#server/contract/shapes";
import type { Feed } from "@/_live/feed";
import { useRecent } from "@/_live/use-filter";
import { Badge } from "@/_ui/badge";
import { Button } from "@/_ui/button";
import { Panel } from "@/_ui/panel";
import { Segments } from "@/_ui/segments";
import { useOnScreen } from "@/_ui/use-on-screen";
import { MessageRow } from "./message-row";
import type { PayloadForm } from "./payload-forms";
import { useOlder } from "./use-older";

const STEP = 20;

export type MessageListProps = {
  feed: Feed;
  filter: string;
  /** How a topic is called on this page; null where all are of one. */
  /** There is nothing older than what the feed began with. */
  whole: boolean;
  nameOf: ((topic: string) => string) | null;
};

/** The last messages, newest first, as they come; held still when somebody wants to read. */
export function MessageList({ feed, filter, whole, nameOf }: MessageListProps) {
  const t = useTranslations("topic.messages");
  const box = useRef<HTMLDivElement>(null);
  const recent = useRecent(feed, useOnScreen(box));
  const [held, setHeld] = useState<readonly Message[] | null>(null);
  const [form, setForm] = useState<PayloadForm>("text");
  const [count, setCount] = useState(STEP);
  const older = useOlder(feed, filter, whole);
  const all = held ?? recent;
  const missed = held ? recent.length - held.length : 0;
  const showMore = async () => {
    setCount(count + STEP);
    if (all.length < count + STEP && (await older.read()) && held) setHeld(feed.read().recent);
  };
  return (
    <Panel
      title={t("title")}
      flush
      className="unseen-skipped"
      actions={
        <>
          <Segments label={t("form")} value={form} onChange={setForm} options={formsOf(t)} />
          <Button size="small" aria-pressed={held !== null} onClick={() => setHeld(held ? null : recent)}>
            {held ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
            {held ? t("resume") : t("pause")}
          </Button>
        </>
      }
    >
      {held && (
        <p className="border-b border-line px-4 py-2 text-small text-muted">
          <Badge tone="warning">{t("paused")}</Badge> {missed > 0 && t("missed", { count: missed })}
        </p>
      )}
      <div ref={box}>
        {all.length === 0 ? (
          <p className="px-4 py-6 text-center text-muted">{t("none")}</p>
        ) : (
          <ol className="divide-y divide-line">
            {keyed(all.slice(-count)).map(({ key, message }) => (
              <MessageRow key={key} message={message} form={form} place={nameOf?.(message.topic) ?? null} />
            ))}
          </ol>
        )}
      </div>
      {all.length > 0 && (all.length > count || !older.ended) && (
        <div className="border-t border-line p-2 text-center">
          <Button look="plain" size="small" busy={older.busy} onClick={showMore}>
            {t("older")}
          </Button>
        </div>
      )}
      {older.failed && (
        <p role="alert" className="px-4 pb-3 text-small text-alarm">
          {t("olderFailed")}
        </p>
      )}
    </Panel>
  );
}

function formsOf(t: (key: "text" | "json" | "hex") => string) {
  return (["text", "json", "hex"] as const).map((value) => ({ value, label: t(value) }));
}

/** Newest first; two of the same topic and millisecond are told apart by their number. */
function keyed(messages: readonly Message[]) {
  const seen = new Map<string, number>();
  return messages
    .map((message) => {
      const place = `${message.at} ${message.topic}`;
      const number = seen.get(place) ?? 0;
      seen.set(place, number + 1);
      return { key: `${place} ${number}`, message };
    })
    .reverse();
}
