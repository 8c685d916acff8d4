"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/_ui/badge";
import { TextField } from "@/_ui/field";
import { Panel } from "@/_ui/panel";
import { Ago } from "@/_ui/time";
import type { OtherClass, Person } from "./person";
import { PersonMenu } from "./person-menu";

/** With fewer everybody is in sight anyway. */
const WORTH_SEARCHING = 12;

type Props = {
  class: string;
  me: string;
  people: readonly Person[];
  /** Whether anything about them may be changed. */
  open: boolean;
  others: readonly OtherClass[];
};

/** The people of a class, a line each; a long list can be searched. */
export function PeopleList({ class: slug, me, people, open, others }: Props) {
  const t = useTranslations("people");
  const [wanted, setWanted] = useState("");
  const shown = people.filter((person) => isWanted(person, wanted));
  return (
    <div className="grid gap-3">
      {people.length >= WORTH_SEARCHING && (
        <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
          <TextField
            type="search"
            label={t("find")}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            autoComplete="off"
            className="w-full max-w-xs"
          />
          <p role="status" className="pb-2 text-small text-muted">
            {wanted.trim() !== "" && t("found", { count: shown.length })}
          </p>
        </div>
      )}
      {shown.length > 0 && (
        <Panel flush>
          <ul aria-label={t("title")} className="divide-y divide-line">
            {shown.map((person) => (
              <PersonRow key={person.id} class={slug} me={me} person={person} open={open} others={others} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function isWanted({ name, username, email }: Person, wanted: string): boolean {
  const fold = (text: string) => text.normalize("NFKC").toLowerCase();
  return fold(`${name} ${username ?? ""} ${email ?? ""}`).includes(fold(wanted.trim()));
}

type RowProps = Omit<Props, "people"> & { person: Person };

function PersonRow({ class: slug, me, person, open, others }: RowProps) {
  const t = useTranslations("people");
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-2.5">
      <div className="grid min-w-0 flex-1 items-baseline gap-x-4 gap-y-0.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_10rem]">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="min-w-0 font-medium">{person.name}</span>
            {person.id === me && <Badge>{t("you")}</Badge>}
            {person.role === "instructor" && <Badge tone="accent">{t("instructor")}</Badge>}
            {person.suspendedAt !== null && <Badge tone="warning">{t("suspended")}</Badge>}
          </p>
          <p className="text-small break-words text-muted">{person.username ?? person.email}</p>
        </div>
        <Kits class={slug} kits={person.kits} />
        <div className="text-small text-muted max-md:flex max-md:flex-wrap max-md:gap-x-3 md:text-right">
          <p>{person.lastSeenAt === null ? t("neverSeen") : <Seen at={person.lastSeenAt} />}</p>
          {person.kits.length > 0 && <p>{t("messages", { count: person.messages })}</p>}
        </div>
      </div>
      {open && <PersonMenu class={slug} me={me} person={person} others={others} />}
    </li>
  );
}

function Seen({ at }: { at: number }) {
  const t = useTranslations("people");
  return <>{t.rich("seen", { time: () => <Ago at={at} /> })}</>;
}

function Kits({ class: slug, kits }: { class: string; kits: Person["kits"] }) {
  const t = useTranslations("people");
  if (kits.length === 0) return <span className="max-md:hidden" />;
  return (
    <ul aria-label={t("kits")} className="flex flex-wrap gap-x-3 text-small">
      {kits.map((kit) => (
        <li key={kit.slug}>
          <Link href={`/c/${slug}/kits/${kit.slug}`} prefetch={false} className="text-accent hover:underline">
            {kit.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
