import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { addressesFor } from "#server/router/addresses";
import { everybodyIn } from "#server/sql/people";
import { visitOf } from "../../_parts/class-of";
import { Cards } from "./_parts/cards";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.cards"))("title") };
}

/** A card for each student, to print and hand out: where to go, who they are there, and how they get in. */
export default async function CardsPage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}/people/cards`);
  const { room } = await visitOf(slug);
  if (room?.role !== "instructor") notFound();
  const { web } = addressesFor((await headers()).get("host"));
  const names = new Intl.Collator(await getLocale(), { numeric: true });
  const students = (await everybodyIn(actor, slug))
    .filter(({ role, username }) => role === "student" && username !== null)
    .map(({ name, username }) => ({ name, username }))
    .toSorted((a, b) => names.compare(a.name, b.name));
  return <Cards class={slug} name={room.name} address={`${web}/c/${slug}`} students={students} />;
}
