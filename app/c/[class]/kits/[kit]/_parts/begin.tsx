"use client";

import { Eye, EyeOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "@/_ui/copy-button";
import { CopyLine } from "@/_ui/copy-line";
import { IconButton } from "@/_ui/icon-button";
import { Tabs } from "@/_ui/tabs";
import { type KitConnection, publishLine } from "./connection";
import { SketchDownload } from "./sketch-download";
import { UsbCable } from "./usb-cable";

/** The ways to connect a kit, each ready to copy with its real values in it. */
export function Begin({ connection }: { connection: KitConnection }) {
  const t = useTranslations("kit.begin");
  const virtual = useTranslations("virtual");
  const cable = useTranslations("cable");
  const tabs = [
    {
      value: "shell",
      label: t("shell"),
      content: (
        <div className="grid gap-2">
          <p className="text-muted">{t("shellText")}</p>
          <CopyLine text={publishLine(connection)} label={t("copyShell")} wrap />
        </div>
      ),
    },
    // The kit's key is in it: it is for those who may see that.
    ...(connection.key === null
      ? []
      : [
          {
            value: "usb",
            label: cable("tab"),
            content: <UsbCable class={connection.class} kit={connection.kit} />,
          },
          {
            value: "sketch",
            label: t("sketch"),
            content: <SketchDownload class={connection.class} kit={connection.kit} />,
          },
        ]),
    { value: "facts", label: t("facts"), content: <Facts connection={connection} /> },
  ];
  return (
    <div className="grid grid-cols-1 gap-3">
      <Tabs label={t("title")} tabs={tabs} />
      <p className="text-small text-muted">{t("keyNote")}</p>
      <p>
        <Link
          href={`/c/${connection.class}/kits/${connection.kit}/virtual`}
          prefetch={false}
          className="text-accent underline underline-offset-2"
        >
          {virtual("try")}
        </Link>
      </p>
    </div>
  );
}

function Facts({ connection }: { connection: KitConnection }) {
  const t = useTranslations("kit.begin");
  const { host, port, username, key } = connection;
  const base = `${connection.class}/${connection.kit}`;
  return (
    <dl className="divide-y divide-line">
      <Fact name={t("host")} value={host} />
      <Fact name={t("port")} value={String(port)} />
      <Fact name={t("username")} value={username} />
      {key !== null && <Key name={t("key")} value={key} />}
      <Fact name={t("publishTo")} value={`${base}/…`} copied={`${base}/`} />
      <Fact name={t("commandsOn")} value={`${base}/set/#`} />
    </dl>
  );
}

type FactProps = { name: string; value: string; copied?: string; children?: React.ReactNode };

function Fact({ name, value, copied = value, children }: FactProps) {
  const t = useTranslations("kit.begin");
  return (
    <div className="flex flex-wrap items-center gap-x-4 py-1">
      <dt className="w-full text-small text-muted sm:w-48">{name}</dt>
      <dd className="flex min-w-0 grow items-center gap-1">
        <span className="min-w-0 grow font-mono text-small break-all wrap-anywhere">{value}</span>
        {children}
        <CopyButton text={copied} label={t("copy", { what: name })} />
      </dd>
    </div>
  );
}

function Key({ name, value }: { name: string; value: string }) {
  const t = useTranslations("kit.begin");
  const [shown, setShown] = useState(false);
  return (
    <Fact name={name} value={shown ? value : "•".repeat(value.length)} copied={value}>
      <IconButton
        label={shown ? t("hide") : t("reveal")}
        aria-pressed={shown}
        icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        onClick={() => setShown(!shown)}
      />
    </Fact>
  );
}
