import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { KitActivity } from "#server/contract/activity";
import { Panel } from "@/_ui/panel";

type Props = { class: string; kits: readonly KitActivity[] };

/** How many messages of each kit came a day; all bars of the table are of one scale. */
export function MessagesPanel({ class: slug, kits }: Props) {
  const t = useTranslations("activity.messages");
  const most = Math.max(1, ...kits.flatMap(({ days }) => days));
  if (kits.length === 0)
    return (
      <Panel title={t("title")}>
        <p className="text-muted">{t("none")}</p>
      </Panel>
    );
  return (
    <Panel title={t("title")}>
      <table className="w-full table-fixed text-small">
        <thead className="text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 text-left font-medium">
              {t("kit")}
            </th>
            <th scope="col" className="w-24 py-1 text-left font-medium">
              {t("week")}
            </th>
            <th scope="col" className="w-28 py-1 text-right font-medium">
              {t("today")}
            </th>
          </tr>
        </thead>
        <tbody>
          {kits.map((kit) => (
            <KitRow key={kit.kit} class={slug} kit={kit} most={most} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function KitRow({ class: slug, kit, most }: { class: string; kit: KitActivity; most: number }) {
  const t = useTranslations("activity.messages");
  const format = useFormatter();
  const { name, owner, days } = kit;
  const count = days.reduce((sum, messages) => sum + messages, 0);
  const said = days.map((messages) => format.number(messages)).join(", ");
  return (
    <tr className="border-b border-line last:border-b-0">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        <Link
          href={`/c/${slug}/kits/${kit.kit}`}
          prefetch={false}
          className="block truncate text-accent hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate text-muted">{owner?.name ?? t("nobodys")}</span>
      </th>
      <td className="py-1.5">
        <Bars days={days} most={most} />
        <span className="sr-only">{t("days", { count, days: said })}</span>
      </td>
      <td className="py-1.5 text-right tabular-nums">{format.number(days.at(-1) ?? 0)}</td>
    </tr>
  );
}

const HEIGHT = 24;
const WIDTH = 8;
const GAP = 3;

/** A day without messages is a hairline, one with few is seen. */
function Bars({ days, most }: { days: readonly number[]; most: number }) {
  return (
    <svg
      aria-hidden="true"
      width={days.length * (WIDTH + GAP)}
      height={HEIGHT}
      className="text-accent"
      fill="currentColor"
    >
      {days.map((messages, day) => {
        const height = messages === 0 ? 1 : Math.max(3, (messages / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
            key={day}
            x={day * (WIDTH + GAP)}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
            opacity={messages === 0 ? 0.4 : 1}
          />
        );
      })}
    </svg>
  );
}
