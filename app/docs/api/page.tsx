import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { findActor } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import { addressesFor } from "#server/router/addresses";
import type { Description } from "#server/router/openapi/document";
import { apiDescription } from "#server/router/openapi/operations";
import { kitsOf } from "#server/sql/kits";
import { PageHeader } from "@/_ui/page-header";
import { Panel } from "@/_ui/panel";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";
import { CredentialsScope } from "./_parts/credentials";
import { Examples } from "./_parts/examples";
import { SchemaView } from "./_parts/fields-list";
import type { Filling } from "./_parts/fill-example";
import { Operation } from "./_parts/operation";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("api"))("title") };
}

/** The API to read and to try, for everybody: made of openapi.json. */
export default async function ApiPage() {
  const actor = await findActor();
  const t = await getTranslations("api");
  const { web: address } = addressesFor((await headers()).get("host"));
  const description = apiDescription();
  return (
    <Shell name={actor?.name ?? null} theme={await readTheme()}>
      <PageHeader title={t("title")} text={t("text", { address })} />
      <div className="grid max-w-5xl grid-cols-1 gap-6">
        <p className="flex flex-wrap gap-x-4">
          <a href="/api/v1/openapi.json" className="text-accent underline">
            openapi.json
          </a>
          <Link href="/account#tokens" prefetch={false} className="text-accent underline">
            {t("makeToken")}
          </Link>
        </p>
        <Examples filling={{ address, ...(actor ? await firstKitOf(actor) : {}) }} />
        <CredentialsScope signedIn={actor !== null}>
          <Nouns description={description} />
        </CredentialsScope>
        <Shapes schemas={description.components.schemas} />
      </div>
    </Shell>
  );
}

/** A class of the reader's and a kit in it, for the examples. */
async function firstKitOf(actor: Actor): Promise<Filling> {
  const [className] = actor.standings.keys();
  if (className === undefined) return {};
  const [kit] = (await kitsOf(actor, className, { limit: 1 })).items;
  return { class: className, ...(kit ? { kit: kit.slug } : {}) };
}

function Nouns({ description: { tags, paths } }: { description: Description }) {
  const t = useTranslations("api");
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return (
    <>
      <nav aria-label={t("contents")}>
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {[...tags.map(({ name }) => name), "Shapes"].map((name) => (
            <li key={name}>
              <a href={`#${name}`} lang="en" className="text-accent underline">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {tags.map(({ name, description }) => (
        <section key={name} id={name} aria-labelledby={`${name}-title`} className="grid grid-cols-1 gap-2">
          <h2 id={`${name}-title`} lang="en" className="text-title font-semibold">
            {name}
          </h2>
          <p lang="en" className="text-muted">
            {description}
          </p>
          <div className="divide-y divide-line overflow-hidden rounded-panel border border-line bg-panel">
            {operations
              .filter(({ operation }) => operation.tags[0] === name)
              .map((one) => (
                <Operation key={one.operation.operationId} {...one} />
              ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Shapes({ schemas }: { schemas: Description["components"]["schemas"] }) {
  return (
    <section id="Shapes" aria-labelledby="Shapes-title" className="grid grid-cols-1 gap-4">
      <h2 id="Shapes-title" lang="en" className="text-title font-semibold">
        Shapes
      </h2>
      {Object.entries(schemas).map(([name, schema]) => (
        <div key={name} id={`shape-${name}`}>
          <Panel title={<code>{name}</code>}>
            <SchemaView schema={schema} of="answer" />
          </Panel>
        </div>
      ))}
    </section>
  );
}
