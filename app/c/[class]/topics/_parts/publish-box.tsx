"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RefusalCode } from "#server/contract/refusal";
import type { Qos } from "#server/contract/shapes";
import { publish } from "@/_live/publish";
import { Button } from "@/_ui/button";
import { Field } from "@/_ui/field";
import { useHydrated } from "@/_ui/hydrated";
import { QosAndRetain } from "./qos-and-retain";

type State =
  | { kind: "idle" }
  | { kind: "sending" }
  | { kind: "done"; qos: Qos }
  | { kind: "refused"; code: RefusalCode };

/** Publishes to a topic by hand, and says when the broker has acknowledged it. */
export function PublishBox({ topic }: { topic: string }) {
  const t = useTranslations("topic.publish");
  const hydrated = useHydrated();
  const [payload, setPayload] = useState("");
  const [qos, setQos] = useState<Qos>(0);
  const [retain, setRetain] = useState(false);
  const [state, setState] = useState<State>({ kind: "idle" });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setState({ kind: "sending" });
    const reply = await publish({ topic, payload, qos, retain });
    setState(reply.ok ? { kind: "done", qos } : { kind: "refused", code: reply.code });
  };
  return (
    <form method="post" onSubmit={send} className="grid gap-4">
      <Field label={t("payload")} hint={t("payloadHint")}>
        {(wiring) => (
          <textarea
            {...wiring}
            rows={3}
            value={payload}
            onChange={(event) => setPayload(event.target.value)}
            className="control-box h-auto py-2 font-mono text-small"
            spellCheck={false}
          />
        )}
      </Field>
      <QosAndRetain qos={qos} onQos={setQos} retain={retain} onRetain={setRetain} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="min-w-0 text-small">
          <Outcome state={state} />
        </p>
        <Button type="submit" look="primary" busy={state.kind === "sending"} disabled={!hydrated}>
          <Send aria-hidden className="size-4" />
          {t("send")}
        </Button>
      </div>
    </form>
  );
}

function Outcome({ state }: { state: State }) {
  const t = useTranslations("topic.publish");
  const refusal = useTranslations("refusal");
  if (state.kind === "done")
    return (
      <span className="text-live">
        {state.qos === 0 ? t("handed") : t("acknowledged", { qos: state.qos })}
      </span>
    );
  if (state.kind === "refused") return <span className="text-alarm">{refusal(state.code)}</span>;
  return null;
}
