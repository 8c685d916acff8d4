import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import { tokensOf } from "#server/sql/api-tokens";
import { classesOf } from "#server/sql/classes";
import { type OwnAccount, readOwnAccount } from "#server/sql/own-account";
import { EVERYTHING } from "#server/sql/pages";
import { PageHeader } from "@/_ui/page-header";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";
import { DeletePanel } from "./_parts/delete-panel";
import { NamePanel } from "./_parts/name-panel";
import { PasswordPanel } from "./_parts/password-panel";
import { Tokens } from "./_parts/tokens";
import { ViewPanel } from "./_parts/view-panel";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.page"))("title") };
}

/** One's own account: who one is, how one signs in, how this browser looks, the apps that act for one, and the end of it. */
export default async function AccountPage() {
  const actor = await requireActorOrSignIn("/account");
  const t = await getTranslations("account.page");
  const [theme, account] = await Promise.all([readTheme(), readOwnAccount(actor)]);
  const who = signsInAs(actor, account);
  return (
    <Shell name={actor.name} theme={theme}>
      <PageHeader title={t("title")} text={actor.email ?? actor.name} />
      <div className="grid max-w-3xl gap-6">
        <NamePanel name={actor.name} email={actor.email} seats={account.seats} />
        {who && <PasswordPanel who={who} pins={account.mayHavePin} />}
        <ViewPanel theme={theme} />
        <section id="tokens">
          <TokensSection actor={actor} />
        </section>
        <DeletePanel {...account} />
      </div>
    </Shell>
  );
}

function signsInAs({ email }: Actor, { seats: [seat] }: OwnAccount) {
  if (email !== null) return { email };
  return seat ? { class: seat.slug, username: seat.username } : null;
}

async function TokensSection({ actor }: { actor: Actor }) {
  const [{ items: tokens }, { items: classes }] = await Promise.all([
    tokensOf(actor, EVERYTHING),
    classesOf(actor, EVERYTHING),
  ]);
  const named = classes.map(({ slug, name }) => ({ slug, name }));
  return <Tokens tokens={tokens} classes={named} now={Date.now()} />;
}
