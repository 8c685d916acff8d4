"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { readReading } from "#server/contract/backfill";
import type { Topic } from "#server/contract/shapes";
import { isFilter, matches } from "#server/contract/topic";
import type { Latest } from "@/_live/latest";
import { useClassLive } from "@/_live/use-class-live";
import { Badge } from "@/_ui/badge";
import { useReadingText } from "@/_ui/chart/use-reading-text";
import { TextField } from "@/_ui/field";
import { Panel } from "@/_ui/panel";
import { Ago } from "@/_ui/time";

type Group = { slug: string; name: string; href: string | null };

type TopicTreeProps = { class: string; groups: readonly Group[]; topics: readonly Topic[] };

/** The topics of a class under their kits, live; those that a filter matches light up. */
export function TopicTree({ class: className, groups, topics }: TopicTreeProps) {
  const t = useTranslations("topic.tree");
  const [typed, setTyped] = useState("");
  const filter = useDeferredValue(typed.trim());
  const slugs = useMemo(() => groups.map(({ slug }) => slug), [groups]);
  const messages = useMemo(() => topics.flatMap(({ last }) => (last ? [last] : [])), [topics]);
  const { last } = useClassLive(className, slugs, { messages, topics });
  const lit = useMemo(() => litBy(filter, className, topics), [filter, className, topics]);
  const broken = filter !== "" && !isFilter(filter);
  return (
    <>
      <TextField
        label={t("filter")}
        hint={
          lit
            ? t("matches", { count: lit.size, all: topics.length })
            : t("filterHint", { example: `${className}/+/#` })
        }
        error={broken ? t("filterBroken") : undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={`${className}/+/#`}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        className="mb-6 max-w-xl"
        boxClassName="font-mono"
      />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        {groups.map((group) => {
          const own = topics.filter(({ topic }) => topic.startsWith(`${className}/${group.slug}/`));
          if (own.length === 0 || (lit && !own.some(({ topic }) => lit.has(topic)))) return null;
          return (
            <Panel key={group.slug} flush title={<GroupTitle group={group} />}>
              <ul className="divide-y divide-line">
                {own.map((topic) => (
                  <TopicRow
                    key={topic.topic}
                    topic={topic}
                    path={topic.topic.slice(className.length + 1)}
                    latest={last.get(topic.topic) ?? null}
                    lit={lit?.has(topic.topic) ?? null}
                  />
                ))}
              </ul>
            </Panel>
          );
        })}
      </div>
    </>
  );
}

function GroupTitle({ group }: { group: Group }) {
  if (group.href === null) return group.name;
  return (
    <Link href={group.href} className="hover:underline">
      {group.name}
    </Link>
  );
}

type TopicRowProps = { topic: Topic; path: string; latest: Latest | null; lit: boolean | null };

function TopicRow({ topic, path, latest, lit }: TopicRowProps) {
  const t = useTranslations("topic.tree");
  const textOf = useReadingText();
  const message = latest?.message;
  return (
    <li
      data-lit={lit ?? undefined}
      className={clsx(
        "relative flex flex-wrap items-baseline gap-x-4 px-4 py-2 hover:bg-sunken",
        lit === true && "bg-accent-soft",
        lit === false && "text-muted",
      )}
    >
      <Link
        href={`/c/${topic.topic.split("/")[0]}/topics/${path.split("/").map(encodeURIComponent).join("/")}`}
        className="min-w-0 grow basis-48 break-all wrap-anywhere -outline-offset-2 after:absolute after:inset-0"
      >
        {topic.label && <span className="font-medium">{topic.label} </span>}
        <span className={clsx("font-mono text-small", topic.label && "text-muted")}>{path}</span>
        {lit === true && <span className="sr-only"> {t("lit")}</span>}
      </Link>
      <span className="flex min-w-0 items-baseline gap-x-2 tabular-nums">
        {message?.retain && <Badge>{t("retained")}</Badge>}
        <span className="max-w-56 truncate font-medium">
          {message ? textOf(readReading(message.payload, topic)) : t("nothing")}
        </span>
        {topic.unit && <span className="text-small text-muted">{topic.unit}</span>}
        {message && (
          <span className="text-small whitespace-nowrap text-muted">
            <Ago at={message.at} />
          </span>
        )}
      </span>
    </li>
  );
}

/** The topics that a filter matches; null where none was typed. One without the class is taken as within it. */
function litBy(filter: string, className: string, topics: readonly Topic[]): Set<string> | null {
  if (filter === "" || !isFilter(filter)) return null;
  const within = `${className}/${filter}`;
  const found = topics.filter(
    ({ topic }) => matches(filter, topic) || (isFilter(within) && matches(within, topic)),
  );
  return new Set(found.map(({ topic }) => topic));
}
