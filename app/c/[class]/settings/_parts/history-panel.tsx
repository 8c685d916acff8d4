import { useTranslations } from "next-intl";
import type { History } from "#server/contract/shapes";
import { Panel } from "@/_ui/panel";
import { useSizeText } from "@/_ui/size";
import { Time } from "@/_ui/time";
import { DaysForm } from "./days-form";
import { DeleteBefore } from "./delete-before";
import type { Days } from "./fewer-days";
import { TopicSizes } from "./topic-sizes";

type Props = { class: string; history: History; most: Days; open: boolean };

/** How long the class remembers, how much it has, and what can be deleted. */
export function HistoryPanel({ class: slug, history, most, open }: Props) {
  const t = useTranslations("settings.history");
  const size = useSizeText();
  const { messages, bytes, oldestAt, topics } = history;
  return (
    <Panel title={t("title")} actions={open && messages > 0 && <DeleteBefore class={slug} />}>
      <div className="grid gap-6">
        {open && <DaysForm class={slug} days={history} most={most} />}
        <p>
          {t("total", { messages, size: size(bytes) })}{" "}
          {oldestAt !== null && t.rich("oldest", { date: () => <Time at={oldestAt} /> })}
        </p>
        {topics.length > 0 && <TopicSizes topics={topics} size={size} />}
      </div>
    </Panel>
  );
}
