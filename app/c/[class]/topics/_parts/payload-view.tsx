import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type PayloadForm, showPayload } from "./payload-forms";

type PayloadViewProps = { payload: string | Uint8Array; form: PayloadForm };

/** A payload, safe to look at whatever is in it: text and nothing else. */
export function PayloadView({ payload, form }: PayloadViewProps) {
  const t = useTranslations("topic.messages");
  const { text, mono, cut } = showPayload(payload, form);
  if (payload.length === 0) return <span className="text-muted">{t("empty")}</span>;
  return (
    <span
      className={clsx(
        "min-w-0 break-all wrap-anywhere whitespace-pre-wrap",
        mono && "font-mono text-small",
        mono && form !== "text" && "block overflow-x-auto break-normal whitespace-pre",
      )}
    >
      {text}
      {cut > 0 && <span className="text-muted"> {t("cut", { count: cut })}</span>}
    </span>
  );
}
