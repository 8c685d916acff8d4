"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { coloursOf } from "@/_ui/chart/colours";
import { Sparkline } from "@/_ui/chart/sparkline";
import { useReadingText } from "@/_ui/chart/use-reading-text";
import { useNow } from "@/_ui/clock";
import { LinkWait } from "@/_ui/link-wait";
import { Presence } from "@/_ui/presence";
import { Ago } from "@/_ui/time";
import { Value } from "@/_ui/value";
import { colourName } from "../topics/_parts/colour-name";
import type { TileValue } from "./tile-values";

/** A value says how old it is when it is older than this, or was when its kit went away. */
const FRESH_MS = 60_000;
const SHOWN = 3;

export type KitTileProps = {
  href: string;
  name: string;
  /** Whose it is, where that is worth saying. */
  owner: string | null;
  online: boolean;
  /** Since when it is online or away, as far as known, or null for a kit that never came. */
  since: number | null;
  values: readonly TileValue[];
};

/** Pages are not fetched ahead: a room of thirty tiles and thirty readers would ask for a thousand that nobody opens. */
const FETCH_AHEAD = false;

/** A kit at a glance: its name, whether it is there or since when not, its first value large, two more beneath. */
export const KitTile = memo(function KitTile(props: KitTileProps) {
  const { href, name, owner, online, since, values } = props;
  const t = useTranslations("class.tile");
  const [first, ...rest] = values.slice(0, SHOWN);
  const more = values.length - SHOWN;
  const asOf = online ? null : since;
  return (
    <article className="relative flex h-full flex-col rounded-panel border border-line bg-panel p-4 hover:border-control has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-accent">
      <div className="flex items-start justify-between gap-2">
        <h3 className="min-w-0 font-semibold">
          <Link
            href={href}
            prefetch={FETCH_AHEAD}
            className="outline-none after:absolute after:inset-0 after:rounded-panel"
          >
            {name}
            <LinkWait />
          </Link>
        </h3>
        <Presence online={online} neverSeen={since === null} />
      </div>
      <p className="flex justify-between gap-2 text-small text-muted">
        <span className="truncate">{owner}</span>
        {!online && since !== null && (
          <span className="shrink-0">{t.rich("since", { time: () => <Ago at={since} /> })}</span>
        )}
      </p>
      {first ? (
        <div className="mt-3">
          <FirstValue value={first} asOf={asOf} />
          {rest.map((value) => (
            <NextValue key={`${value.topic} ${value.label}`} value={value} asOf={asOf} />
          ))}
          {more > 0 && <p className="pt-1 text-small text-muted">{t("more", { count: more })}</p>}
        </div>
      ) : (
        <p className="mt-3 text-muted">{t("waiting")}</p>
      )}
    </article>
  );
});

/** `asOf`: when the kit went away; its values are then as old as that without saying so each. Null while it is here. */
type ValueProps = { value: TileValue; asOf: number | null };

function FirstValue({ value, asOf }: ValueProps) {
  const textOf = useReadingText();
  return (
    <div>
      <div className="flex items-end justify-between gap-3">
        <Value
          text={textOf(value.reading)}
          unit={value.unit}
          size="large"
          stale={useOld(value.at, asOf) || asOf !== null}
        />
        <span className="mb-2 w-24 shrink-0">
          <Sparkline values={value.trend} colour={colourOf(value)} />
        </span>
      </div>
      <ValueLabel value={value} asOf={asOf} />
    </div>
  );
}

function NextValue({ value, asOf }: ValueProps) {
  const textOf = useReadingText();
  return (
    <div className="mt-2 flex items-baseline justify-between gap-3 border-t border-line pt-2">
      <ValueLabel value={value} asOf={asOf} />
      <span className="flex min-w-0 items-baseline gap-1 tabular-nums">
        <span className={clsx("truncate font-medium", asOf !== null && "text-muted")}>
          {textOf(value.reading)}
        </span>
        {value.unit && <span className="text-small text-muted">{value.unit}</span>}
      </span>
    </div>
  );
}

function ValueLabel({ value, asOf }: ValueProps) {
  const old = useOld(value.at, asOf);
  return (
    <p className="min-w-0 text-small text-muted">
      <span className="break-all wrap-anywhere">{value.label}</span>
      {old && (
        <>
          {" · "}
          <Ago at={value.at} />
        </>
      )}
    </p>
  );
}

function useOld(at: number, asOf: number | null): boolean {
  const now = useNow();
  return now > 0 && (asOf ?? now) - at > FRESH_MS;
}

/** The colour that the stream has on its kit's page. */
const colourOf = (value: TileValue) => coloursOf([colourName(value)]).get(colourName(value)) ?? 1;
