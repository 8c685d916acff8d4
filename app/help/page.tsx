import type { Metadata } from "next";
import { headers } from "next/headers";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { findActor } from "#server/authority/page";
import { addressesFor } from "#server/router/addresses";
import { CopyLine } from "@/_ui/copy-line";
import { PageHeader } from "@/_ui/page-header";
import { Panel } from "@/_ui/panel";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";
import { FilterTrial } from "./_parts/filter-trial";
import { Glossary } from "./_parts/glossary";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

/** MQTT in one page, and the words of Kitroom; for everybody. */
export default async function HelpPage() {
  const actor = await findActor();
  const t = await getTranslations("help");
  const { broker } = addressesFor((await headers()).get("host"));
  return (
    <Shell name={actor?.name ?? null} theme={await readTheme()}>
      <PageHeader title={t("title")} text={t("text")} />
      <div className="grid max-w-3xl gap-6">
        <Panel title={t("way.title")}>
          <ol className="ml-5 grid list-decimal gap-2">
            {WAY.map((step) => (
              <li key={step}>{t(`way.${step}`)}</li>
            ))}
          </ol>
        </Panel>
        <Panel title={t("topics.title")}>
          <Prose>{t("topics.text")}</Prose>
          <Anatomy />
        </Panel>
        <Panel title={t("filters.title")}>
          <Prose>{t("filters.text")}</Prose>
          <FilterTrial />
        </Panel>
        <Panel title={t("qos.title")}>
          <Prose>{t("qos.text")}</Prose>
          <Terms terms={QOS.map((level) => ({ name: t(`qos.${level}Name`), text: t(`qos.${level}`) }))} />
        </Panel>
        <Panel title={t("more.title")}>
          <Terms terms={MORE.map((term) => ({ name: t(`more.${term}Name`), text: t(`more.${term}`) }))} />
        </Panel>
        <Panel title={t("try.title")}>
          <Prose>{t("try.text")}</Prose>
          <div className="grid gap-2">
            <p>{t("try.listen")}</p>
            <CopyLine label={t("try.copyListen")} text={listening(broker)} />
            <p>{t("try.publish")}</p>
            <CopyLine label={t("try.copyPublish")} text={publishing(broker)} />
          </div>
        </Panel>
        <Panel title={t("words.title")} flush>
          <Glossary />
        </Panel>
      </div>
    </Shell>
  );
}

const WAY = ["kit", "broker", "stored", "page", "back"] as const;
const QOS = ["zero", "one", "two"] as const;
const MORE = ["retained", "will", "session", "errors"] as const;
const ANATOMY = ["reading", "command", "status", "errors", "shared"] as const;
const TOPIC_OF = {
  reading: "7b/lamp/temperature",
  command: "7b/lamp/set/led",
  status: "7b/lamp/status",
  errors: "7b/lamp/errors",
  shared: "7b/shared/score",
} as const;
type Address = { host: string; port: number };

const listening = ({ host, port }: Address) =>
  `mosquitto_sub -h ${host} -p ${port} -u 7b.lamp -P KEY -v -t '7b/#'`;
const publishing = ({ host, port }: Address) =>
  `mosquitto_pub -h ${host} -p ${port} -u 7b.lamp -P KEY -t 7b/lamp/temperature -m 21.5`;

function Prose({ children }: { children: ReactNode }) {
  return <p className="mb-3 max-w-prose text-muted">{children}</p>;
}

function Anatomy() {
  const t = useTranslations("help.topics");
  return (
    <dl className="grid gap-2">
      {ANATOMY.map((kind) => (
        <div key={kind}>
          <dt className="font-mono text-small break-all">{TOPIC_OF[kind]}</dt>
          <dd className="text-muted">{t(kind)}</dd>
        </div>
      ))}
    </dl>
  );
}

type Term = { name: string; text: string };

function Terms({ terms }: { terms: readonly Term[] }) {
  return (
    <dl className="grid gap-3">
      {terms.map(({ name, text }) => (
        <div key={name}>
          <dt className="font-medium">{name}</dt>
          <dd className="max-w-prose text-muted">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
