import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import { tokensOf } from "#server/sql/api-tokens";
import { classesOf } from "#server/sql/classes";
import { EVERYTHING } from "#server/sql/pages";
import { PageHeader } from "@/_ui/page-header";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";
import { Tokens } from "./_parts/tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.page"))("title") };
}

/** One's own account: a section each, that reads what it shows. */
export default async function AccountPage() {
  const actor = await requireActorOrSignIn("/account");
  const t = await getTranslations("account.page");
  return (
    <Shell name={actor.name} theme={await readTheme()}>
      <PageHeader title={t("title")} text={actor.email ?? actor.name} />
      <div className="grid max-w-3xl gap-6">
        <section id="tokens">
          <TokensSection actor={actor} />
        </section>
      </div>
    </Shell>
  );
}

async function TokensSection({ actor }: { actor: Actor }) {
  const [{ items: tokens }, { items: classes }] = await Promise.all([
    tokensOf(actor, EVERYTHING),
    classesOf(actor, EVERYTHING),
  ]);
  const named = classes.map(({ slug, name }) => ({ slug, name }));
  return <Tokens tokens={tokens} classes={named} now={Date.now()} />;
}
