import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import type { KitActivity } from "#server/contract/activity";
import type { Member } from "#server/contract/shapes";
import { addressesFor } from "#server/router/addresses";
import { activityOf } from "#server/sql/activity";
import { classesOf } from "#server/sql/classes";
import { openInvitations } from "#server/sql/invitations";
import { EVERYTHING } from "#server/sql/pages";
import { everybodyIn } from "#server/sql/people";
import { LiveRefresh } from "@/_live/live-refresh";
import { Banner } from "@/_ui/banner";
import { Empty } from "@/_ui/empty";
import { PageHeader } from "@/_ui/page-header";
import { visitOf } from "../_parts/class-of";
import { HandedBanner } from "./_parts/handed-banner";
import { OpenInvitations } from "./_parts/open-invitations";
import { PeopleList } from "./_parts/people-list";
import { PeopleMenu } from "./_parts/people-menu";
import type { Person } from "./_parts/person";
import { RosterDialog } from "./_parts/roster-dialog";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("title") };
}

/** Who is in the class, and what its instructors do with them: bring in, rename, promote, suspend, move, remove. */
export default async function PeoplePage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}/people`);
  const { room } = await visitOf(slug);
  if (room?.role !== "instructor") notFound();
  const [t, tClass] = [await getTranslations("people"), await getTranslations("class")];
  const [members, activity, classes, { items: invitations }] = await Promise.all([
    everybodyIn(actor, slug),
    activityOf(actor, slug, EVERYTHING),
    classesOf(actor, EVERYTHING),
    openInvitations(actor, slug, EVERYTHING),
  ]);
  const { web } = addressesFor((await headers()).get("host"));
  const names = new Intl.Collator(await getLocale(), { numeric: true });
  const people = members
    .map((member) => withKits(member, activity.items))
    .toSorted((a, b) => a.role.localeCompare(b.role) || names.compare(a.name, b.name)); // instructors first
  const students = people.filter(({ role }) => role === "student").length;
  const open = room.archivedAt === null;
  const others = classes.items.filter(
    ({ slug: other, role, archivedAt }) => other !== slug && role === "instructor" && archivedAt === null,
  );
  return (
    <>
      <LiveRefresh class={slug} />
      <PageHeader
        title={t("title")}
        text={t("count", { students, instructors: people.length - students })}
        actions={
          <>
            {open && <RosterDialog class={slug} />}
            <PeopleMenu class={slug} web={web} students={students} open={open} />
          </>
        }
      />
      <div className="grid gap-6">
        {!open && <Banner>{tClass("archived")}</Banner>}
        <HandedBanner class={slug} />
        {open && students === 0 && <Empty title={t("emptyTitle")} text={t("emptyText")} />}
        <PeopleList
          class={slug}
          me={actor.id}
          people={people}
          open={open}
          others={others.map(({ slug: other, name }) => ({ slug: other, name }))}
        />
        {open && invitations.length > 0 && <OpenInvitations class={slug} invitations={invitations} />}
      </div>
    </>
  );
}

/** A member with the kits of theirs, and how much those sent in the last 24 hours. */
function withKits(member: Member, activity: readonly KitActivity[]): Person {
  const theirs = activity.filter(({ owner }) => owner?.id === member.id);
  return {
    ...member,
    kits: theirs.map(({ kit, name }) => ({ slug: kit, name })),
    messages: theirs.reduce((sum, { days }) => sum + (days.at(-1) ?? 0), 0),
  };
}
