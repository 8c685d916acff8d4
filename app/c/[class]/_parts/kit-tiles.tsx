"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { HttpMessage, Kit, Topic } from "#server/contract/shapes";
import { useClassLive } from "@/_live/use-class-live";
import { KitTile } from "./kit-tile";
import { createTileValues, type TileValue } from "./tile-values";

/** What the server knew of the class's kits when it drew the page, and when (its clock). */
export type DrawnKits = {
  class: string;
  kits: readonly Kit[];
  topics: readonly Pick<Topic, "topic" | "label" | "unit" | "backfill">[];
  messages: readonly HttpMessage[];
  at: number;
};

const NONE: readonly TileValue[] = [];
/** For the sparklines. */
const WITH_COURSE = { course: true };

export type KitTilesProps = {
  drawn: DrawnKits;
  /** Who looks. */
  me: string;
  /** Their own kits come first, under their own heading: a student's view. */
  mineFirst: boolean;
};

/** All kits of a class, live. */
export function KitTiles({ drawn, me, mineFirst }: KitTilesProps) {
  const t = useTranslations("class.kits");
  const own = drawn.kits.filter((kit) => mineFirst && kit.owner?.id === me);
  const others = drawn.kits.filter((kit) => !own.includes(kit));
  const live = useClassLive(
    drawn.class,
    useMemo(() => drawn.kits.map(({ slug }) => slug), [drawn.kits]),
    drawn,
    WITH_COURSE,
  );
  const valuesOf = useMemo(
    () => createTileValues(new Map(drawn.topics.map((topic) => [topic.topic, topic]))),
    [drawn.topics],
  );
  const values = useMemo(() => valuesOf(live.last), [valuesOf, live.last]);
  const presenceOf = (kit: Kit) => {
    const change = live.presence.get(`${drawn.class}/${kit.slug}`);
    if (change && change.at >= drawn.at) return { online: change.online, since: change.at };
    return { online: kit.online, since: kit.lastSeenAt };
  };
  const tiles = (kits: readonly Kit[]) =>
    kits.map((kit) => (
      <li key={kit.slug}>
        <KitTile
          href={`/c/${drawn.class}/kits/${kit.slug}`}
          name={kit.name}
          owner={kit.owner?.id === me ? null : (kit.owner?.name ?? t("nobodys"))}
          {...presenceOf(kit)}
          values={values.get(kit.slug) ?? NONE}
        />
      </li>
    ));
  const online = others.filter((kit) => presenceOf(kit).online).length;
  return (
    <div className="grid gap-8">
      {own.length > 0 && <TileGroup title={t("mine")}>{tiles(own)}</TileGroup>}
      {others.length > 0 && (
        <TileGroup
          title={t(mineFirst ? "others" : "all")}
          text={t("online", { online, count: others.length })}
        >
          {tiles(others)}
        </TileGroup>
      )}
    </div>
  );
}

function TileGroup({ title, text, children }: { title: string; text?: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{title}</h2>
        {text && <p className="text-small text-muted">{text}</p>}
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-4">{children}</ul>
    </section>
  );
}
