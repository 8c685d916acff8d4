import { headers } from "next/headers";
import Link from "next/link";
import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import type { Class } from "#server/contract/shapes";
import { addressesFor } from "#server/router/addresses";
import { membersOf } from "#server/sql/members";
import { EVERYTHING } from "#server/sql/pages";
import { LiveRefresh } from "@/_live/live-refresh";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { Empty } from "@/_ui/empty";
import { PageHeader } from "@/_ui/page-header";
import { AddKitDialog } from "./_parts/add-kit-dialog";
import { AddKitsDialog } from "./_parts/add-kits-dialog";
import { ClaimDialog } from "./_parts/claim-dialog";
import { visitOf } from "./_parts/class-of";
import { drawKits } from "./_parts/draw-kits";
import { JoinPanel, type JoinPanelProps } from "./_parts/join-panel";
import { JoinWall } from "./_parts/join-wall";
import { KitTiles } from "./_parts/kit-tiles";
import { PeoplePanel } from "./_parts/people-panel";

type Props = { params: Promise<{ class: string }> };

/** The room: its kits as live tiles; beside them, for an instructor, how people come in and who is there. */
export default async function ClassPage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}`);
  const { room } = await visitOf(slug);
  if (!room) notFound();
  const t = await getTranslations("class");
  const drawn = await drawKits(actor, slug);
  const join = await joinOf(room);
  const instructor = room.role === "instructor";
  const mayAdd = room.archivedAt === null;
  const add = mayAdd && (instructor ? <AddKitsDialog class={slug} /> : <StudentsKits class={slug} />);
  return (
    <>
      <LiveRefresh class={slug} />
      <PageHeader
        title={room.name}
        actions={
          drawn.kits.length > 0 && (
            <>
              {join?.open && <JoinWall {...join} look="quiet" className="xl:hidden" />}
              {instructor && <CardsLink class={slug} />}
              {add}
            </>
          )
        }
      />
      {!mayAdd && (
        <div className="mb-6">
          <Banner>{t("archived")}</Banner>
        </div>
      )}
      <div className={instructor ? "grid items-start gap-6 xl:grid-cols-[1fr_24rem]" : undefined}>
        {drawn.kits.length > 0 ? (
          <KitTiles drawn={drawn} me={actor.id} mineFirst={!instructor} />
        ) : (
          <Empty
            title={t("kits.emptyTitle")}
            text={t(mayAdd ? "kits.emptyText" : "kits.emptyArchived")}
            action={add}
          />
        )}
        {join && <InstructorSide actor={actor} join={join} joinable={mayAdd} />}
      </div>
    </>
  );
}

/** A student claims a kit by its card, or makes one of their own. */
function StudentsKits({ class: slug }: { class: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      <ClaimDialog class={slug} />
      <AddKitDialog class={slug} />
    </div>
  );
}

function CardsLink({ class: slug }: { class: string }) {
  const t = useTranslations("cards");
  return (
    <Button asChild>
      <Link href={`/c/${slug}/cards`} prefetch={false}>
        {t("open")}
      </Link>
    </Button>
  );
}

type SideProps = { actor: Actor; join: JoinPanelProps; joinable: boolean };

async function InstructorSide({ actor, join, joinable }: SideProps) {
  const { items: members } = await membersOf(actor, join.class, EVERYTHING);
  return (
    <div className="grid gap-6 lg:max-xl:grid-cols-2">
      {joinable && <JoinPanel {...join} />}
      <PeoplePanel members={members} />
    </div>
  );
}

/** How people come in, for those who may show it. */
async function joinOf({
  slug,
  name,
  joinCode,
  joinOpen,
  joinUntil = null,
  archivedAt,
}: Class): Promise<JoinPanelProps | null> {
  if (joinCode === undefined) return null;
  const { web } = addressesFor((await headers()).get("host"));
  const open = joinOpen === true && archivedAt === null;
  return { class: slug, name, code: joinCode, open, until: joinUntil, web };
}
