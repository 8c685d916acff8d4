import { useTranslations } from "next-intl";
import type { Member } from "#server/contract/shapes";
import { Badge } from "@/_ui/badge";
import { Panel } from "@/_ui/panel";
import { Ago } from "@/_ui/time";

/** Who is in the class and when they were last here; the instructor's. */
export function PeoplePanel({ members }: { members: readonly Member[] }) {
  const t = useTranslations("class.people");
  const students = members.filter(({ role }) => role === "student").length;
  return (
    <Panel
      title={t("title")}
      actions={<span className="text-small text-muted">{t("count", { count: students })}</span>}
      flush
    >
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={t("title")}
        className="max-h-96 divide-y divide-line overflow-y-auto -outline-offset-2"
      >
        {members.map((member) => (
          <li key={member.id} className="flex items-baseline justify-between gap-3 px-4 py-2">
            <span className="min-w-0">
              <span className="block font-medium">{member.name}</span>
              <span className="block truncate text-small text-muted">{member.username ?? member.email}</span>
            </span>
            <span className="flex shrink-0 items-center gap-2 text-small text-muted">
              {member.role === "instructor" && <Badge>{t("instructor")}</Badge>}
              {member.suspendedAt !== null && <Badge tone="warning">{t("suspended")}</Badge>}
              {member.lastSeenAt !== null && <Seen at={member.lastSeenAt} />}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Seen({ at }: { at: number }) {
  const t = useTranslations("class.people");
  return <span>{t.rich("seen", { time: () => <Ago at={at} /> })}</span>;
}
