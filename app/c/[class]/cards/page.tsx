import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { addressesFor } from "#server/router/addresses";
import { kitCards } from "#server/router/kit-claims";
import { visitOf } from "../_parts/class-of";
import { KitCards } from "./_parts/kit-cards";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cards"))("title") };
}

/** A card for each kit, to print and hand out with it: how to claim it, and how it connects. */
export default async function KitCardsPage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}/cards`);
  const { room } = await visitOf(slug);
  if (room?.role !== "instructor") notFound();
  const { web, broker } = addressesFor((await headers()).get("host"));
  const names = new Intl.Collator(await getLocale(), { numeric: true });
  const cards = (await kitCards(actor, slug))
    .map(({ owner, ...card }) => ({ ...card, owner: owner?.name ?? null }))
    .toSorted((a, b) => names.compare(a.name, b.name));
  return (
    <KitCards
      class={slug}
      name={room.name}
      address={`${web}/c/${slug}`}
      broker={broker}
      cards={cards}
      open={room.archivedAt === null}
    />
  );
}
