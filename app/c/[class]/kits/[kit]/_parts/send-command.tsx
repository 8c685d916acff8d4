"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { Qos } from "#server/contract/shapes";
import { isStream } from "#server/contract/topic";
import type { Feed } from "@/_live/feed";
import { useTopicView } from "@/_live/use-filter";
import { Button } from "@/_ui/button";
import { TextField } from "@/_ui/field";
import { useHydrated } from "@/_ui/hydrated";
import { QosAndRetain } from "../../../topics/_parts/qos-and-retain";
import { CommandStatus } from "./command-status";
import { COMMAND_QOS, useCommand } from "./use-command";

type SendCommandProps = {
  feed: Feed;
  base: string;
  online: boolean;
  /** Streams that the kit has, to choose from. */
  streams: readonly string[];
};

/** A command to any stream of the kit, with everything that MQTT lets one say about it. */
export function SendCommand({ feed, base, online, streams }: SendCommandProps) {
  const t = useTranslations("kit.controls");
  const topicWords = useTranslations("topic.publish");
  const hydrated = useHydrated();
  const [stream, setStream] = useState("");
  const [payload, setPayload] = useState("");
  const [qos, setQos] = useState<Qos>(COMMAND_QOS);
  const [retain, setRetain] = useState(false);
  const [broken, setBroken] = useState(false);
  const [sentTo, setSentTo] = useState("");
  const reports = `${base}/${sentTo}`;
  const report = useTopicView(feed, reports);
  const { state, send } = useCommand({ reports, report, online });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBroken(!isStream(stream));
    if (!isStream(stream)) return;
    setSentTo(stream);
    void send({ topic: `${base}/set/${stream}`, payload, qos, retain });
  };
  return (
    <form method="post" onSubmit={submit} className="grid gap-4">
      <TextField
        label={t("stream")}
        hint={t("streamHint", { topic: `${base}/set/${stream || "led"}` })}
        error={broken ? t("streamBroken") : undefined}
        value={stream}
        onChange={(event) => setStream(event.target.value.normalize("NFC"))}
        list={`${base}-streams`}
        placeholder="led"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <datalist id={`${base}-streams`}>
        {streams.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <TextField
        label={topicWords("payload")}
        hint={topicWords("payloadHint")}
        value={payload}
        onChange={(event) => setPayload(event.target.value)}
        placeholder="on"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <QosAndRetain qos={qos} onQos={setQos} retain={retain} onRetain={setRetain} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CommandStatus state={state} stream={sentTo} />
        <Button type="submit" look="primary" disabled={!hydrated} className="ml-auto">
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
