import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { kitKey, kitUsername } from "#server/authority/kit-key";
import { mayManageKit, mayPublish } from "#server/authority/may";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import type { Kit } from "#server/contract/shapes";
import { addressesFor } from "#server/router/addresses";
import { requireKeyOrigin } from "#server/sql/kit-keys";
import { findKit } from "#server/sql/kits";
import { EVERYTHING } from "#server/sql/pages";
import { everybodyIn } from "#server/sql/people";
import { topicsOf } from "#server/sql/topics";
import { LiveRefresh } from "@/_live/live-refresh";
import { PageHeader } from "@/_ui/page-header";
import { ExportMenu } from "../../_parts/export-menu";
import { readSeed } from "../../topics/_parts/read-seed";
import type { KitConnection } from "./_parts/connection";
import type { NoCommand } from "./_parts/controls";
import { KitLive } from "./_parts/kit-live";
import { KitPresence } from "./_parts/kit-presence";
import { Manage } from "./_parts/manage";

type Props = { params: Promise<{ class: string; kit: string }> };

/** A kit: whether it is there, what it says, what it can be told, and how it connects. */
export default async function KitPage({ params }: Props) {
  const { class: className, kit: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${className}/kits/${slug}`);
  const at = Date.now();
  const kit = await findKit(actor, className, slug);
  if (!kit) notFound();
  const facts = factsOf(kit);
  const { items: topics } = await topicsOf(actor, className, { ...EVERYTHING, kit: slug });
  const seed = await readSeed(actor, `${className}/${slug}/#`, topics);
  const manages = mayManageKit(actor, className, facts);
  const t = await getTranslations("kit");
  return (
    <>
      <LiveRefresh class={className} />
      <PageHeader
        title={kit.name}
        mark={<KitPresence class={className} kit={kit} at={at} />}
        text={kit.owner ? t("owner", { owner: kit.owner.name }) : t("ownerNobody")}
        actions={
          <>
            {topics.length > 0 && <ExportMenu filter={`${className}/${slug}/#`} />}
            {manages && (
              <Manage
                class={className}
                kit={kit}
                topics={topics.length}
                members={await successorsFor(actor, className)}
              />
            )}
          </>
        }
      />
      <KitLive
        class={className}
        kit={kit}
        at={at}
        topics={topics}
        seed={seed}
        connection={await connectionOf(actor, className, slug, manages)}
        noCommand={whyNoCommand(actor, className, kit)}
      />
    </>
  );
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { class: className, kit: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${className}/kits/${slug}`);
  const kit = await findKit(actor, className, slug);
  return kit ? { title: kit.name } : {};
}

const factsOf = ({ slug, owner, shareControl }: Kit) => ({ slug, ownerId: owner?.id ?? null, shareControl });

/** To whom an instructor can hand a kit on. */
async function successorsFor(actor: Actor, className: string) {
  if (actor.standings.get(className)?.role !== "instructor") return [];
  return (await everybodyIn(actor, className)).map(({ id, name, username }) => ({ id, name, username }));
}

async function connectionOf(
  actor: Actor,
  className: string,
  kit: string,
  manages: boolean,
): Promise<KitConnection> {
  const { broker } = addressesFor((await headers()).get("host"));
  const key = manages ? kitKey(await requireKeyOrigin(actor, className, kit)) : null;
  return { ...broker, username: kitUsername(className, kit), key, class: className, kit };
}

function whyNoCommand(actor: Actor, className: string, kit: Kit): NoCommand | null {
  if (mayPublish(actor, { class: className, kind: "command", kit: factsOf(kit) })) return null;
  if (actor.standings.get(className)?.archived) return "archived";
  return kit.owner ? "others" : "nobodys";
}
