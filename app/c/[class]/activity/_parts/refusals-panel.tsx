import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ClassRefusal, WRONG_KEY } from "#server/contract/activity";
import { Badge } from "@/_ui/badge";
import { Panel } from "@/_ui/panel";
import { Ago } from "@/_ui/time";

type Props = { class: string; refusals: readonly ClassRefusal[] };

/** What was refused to whom within the last hour: in the reader's words, and in the server's own. */
export function RefusalsPanel({ class: slug, refusals }: Props) {
  const t = useTranslations("activity.refusals");
  return (
    <Panel title={t("title")} flush>
      {refusals.length === 0 ? (
        <p className="px-4 py-6 text-muted">{t("none")}</p>
      ) : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          aria-label={t("title")}
          className="max-h-[32rem] divide-y divide-line overflow-y-auto -outline-offset-2"
        >
          {refusals.map((refusal) => (
            <li key={`${refusal.firstAt} ${keyOf(refusal)}`} className="px-4 py-2">
              <OneRefusal class={slug} refusal={refusal} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const keyOf = ({ kit, person, code, message, topic }: ClassRefusal) =>
  JSON.stringify([kit, person?.id, code, message, topic]);

function OneRefusal({ class: slug, refusal }: { class: string; refusal: ClassRefusal }) {
  const t = useTranslations("activity.refusals");
  const { kit, person, code, message, topic, count, lastAt } = refusal;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className="min-w-0 font-medium break-words">
          {kit === null ? (
            person?.name
          ) : (
            <Link href={`/c/${slug}/kits/${kit}`} prefetch={false} className="text-accent hover:underline">
              {kit}
            </Link>
          )}
        </p>
        <p className="flex shrink-0 items-center gap-2 text-small text-muted">
          {count > 1 && <Badge tone="warning">{t("times", { count })}</Badge>}
          <Ago at={lastAt} />
        </p>
      </div>
      <p>{t(`code.${message === WRONG_KEY ? "wrong-key" : code}`)}</p>
      {/* The server speaks one language to kits and programs. */}
      <p lang="en" className="text-small break-words text-muted">
        {topic !== null && <span className="font-mono break-all wrap-anywhere">{topic}: </span>}
        {message !== WRONG_KEY && message}
      </p>
    </>
  );
}
