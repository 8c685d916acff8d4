import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { History } from "#server/contract/shapes";
import { topicHref } from "../../kits/[kit]/_parts/topic-href";

/** Of a class's page all topics begin alike. */
const withoutClass = (topic: string) => topic.slice(topic.indexOf("/") + 1);

/** More are no help to somebody who looks for what is large. */
const SHOWN = 10;

type Props = { topics: History["topics"]; size: (bytes: number) => string };

/** The topics that hold most, each a way to its page, where its history can be deleted. */
export function TopicSizes({ topics, size }: Props) {
  const t = useTranslations("settings.history");
  const format = useFormatter();
  const shown = topics.slice(0, SHOWN);
  return (
    <div className="grid gap-2">
      <table className="w-full table-fixed text-small">
        <caption className="pb-1 text-left font-medium">{t("largest")}</caption>
        <thead className="text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 text-left font-medium">
              {t("topic")}
            </th>
            <th scope="col" className="w-24 py-1 text-right font-medium">
              {t("messages")}
            </th>
            <th scope="col" className="w-20 py-1 text-right font-medium">
              {t("size")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ topic, messages, bytes }) => (
            <tr key={topic} className="border-b border-line last:border-b-0">
              <td className="py-1">
                <Link
                  href={topicHref(topic)}
                  prefetch={false}
                  className="font-mono text-accent break-all wrap-anywhere hover:underline"
                >
                  {withoutClass(topic)}
                </Link>
              </td>
              <td className="py-1 text-right tabular-nums">{format.number(messages)}</td>
              <td className="py-1 text-right tabular-nums">{size(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {topics.length > SHOWN && <p className="text-small text-muted">{t("all", { count: SHOWN })}</p>}
    </div>
  );
}
