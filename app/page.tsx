import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Class } from "#server/contract/shapes";
import { classesOf } from "#server/sql/classes";
import { EVERYTHING } from "#server/sql/pages";
import { isSetUp } from "#server/sql/users";
import { DemoClass } from "@/_parts/demo-class";
import { NewClassDialog } from "@/_parts/new-class-dialog";
import { RestoreDialog } from "@/_parts/restore/restore-dialog";
import { Badge } from "@/_ui/badge";
import { Button } from "@/_ui/button";
import { Empty } from "@/_ui/empty";
import { LinkWait } from "@/_ui/link-wait";
import { PageHeader } from "@/_ui/page-header";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";

export async function generateMetadata(): Promise<Metadata> {
  const [t, common] = [await getTranslations("account.home"), await getTranslations("common")];
  return { title: `${t("title")} · ${common("product")}` }; // the layout's template is for the pages below it
}

/** The classes of whoever looks; a student with one class goes straight to it. Who signs in by e-mail may make classes. */
export default async function HomePage() {
  if (!(await isSetUp())) redirect("/setup");
  const actor = await requireActorOrSignIn("/");
  const { items: classes } = await classesOf(actor, EVERYTHING);
  const only = classes.length === 1 ? classes[0] : undefined;
  if (only?.role === "student") redirect(`/c/${only.slug}`);
  const t = await getTranslations("account.home");
  const mayMake = actor.email !== null;
  return (
    <Shell name={actor.name} theme={await readTheme()}>
      <PageHeader title={t("title")} actions={mayMake && classes.length > 0 && <MakeClass />} />
      {classes.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-4">
          {classes.map((room) => (
            <ClassCard key={room.slug} room={room} />
          ))}
        </ul>
      ) : (
        <NoClasses mayMake={mayMake} />
      )}
    </Shell>
  );
}

/** A new one, one that was, or one that shows how it is. */
function MakeClass() {
  return (
    <>
      <RestoreDialog />
      <DemoClass />
      <NewClassDialog />
    </>
  );
}

function ClassCard({ room }: { room: Class }) {
  const t = useTranslations("account.home");
  return (
    <li>
      <Link
        href={`/c/${room.slug}`}
        prefetch={false}
        className="grid h-full gap-2 rounded-panel border border-line bg-panel p-4 hover:border-control"
      >
        <h2 className="font-semibold">
          {room.name}
          <LinkWait />
        </h2>
        <p className="flex flex-wrap items-center gap-2 text-small text-muted">
          <span className="font-mono">{room.slug}</span>
          <Badge>{t(room.role)}</Badge>
          {room.archivedAt !== null ? <Badge tone="warning">{t("archived")}</Badge> : null}
          {room.archivedAt === null && room.joinOpen ? <Badge tone="live">{t("joinOpen")}</Badge> : null}
        </p>
      </Link>
    </li>
  );
}

function NoClasses({ mayMake }: { mayMake: boolean }) {
  const t = useTranslations("account.home");
  const demo = useTranslations("virtual.demo");
  if (mayMake) {
    const begin = (
      <div className="flex flex-wrap justify-center gap-2">
        <MakeClass />
      </div>
    );
    const text = `${t("emptyInstructor")} ${demo("text")}`;
    return <Empty title={t("emptyTitle")} text={text} action={begin} />;
  }
  const join = (
    <Button asChild look="primary">
      <Link href="/join">{t("joinAction")}</Link>
    </Button>
  );
  return <Empty title={t("emptyTitle")} text={t("emptyStudent")} action={join} />;
}
