import { useTranslations } from "next-intl";
import { Badge } from "@/_ui/badge";
import type { Answered } from "./use-request";

/** What was answered, announced; its status in words beside the number. */
export function TryAnswer({ answer }: { answer: Answered | null }) {
  const t = useTranslations("api.try");
  return (
    <div aria-live="polite" className="grid grid-cols-1 gap-2 empty:hidden">
      {answer && (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={toneOf(answer.status)}>{answer.status ?? t("noAnswer")}</Badge>
            <span lang="en" className="text-muted">
              {answer.words}
            </span>
          </p>
          {answer.text && (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
              tabIndex={0}
              className="max-h-96 overflow-auto rounded-control border border-line bg-sunken p-3 font-mono text-small"
            >
              {answer.text}
            </pre>
          )}
          {!answer.whole && <p className="text-small text-muted">{t("cut")}</p>}
        </>
      )}
    </div>
  );
}

function toneOf(status: number | null): "live" | "alarm" {
  return status !== null && status < 400 ? "live" : "alarm";
}
