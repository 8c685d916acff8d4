import { useTranslations } from "next-intl";
import type { AuditAction, AuditEntry } from "#server/contract/audit";
import { Badge } from "@/_ui/badge";
import { Ago, Time } from "@/_ui/time";

/** One thing that somebody did, in the reader's language. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const t = useTranslations("activity.audit");
  const { at, action, by, byToken, detail } = entry;
  const about = entry.about ?? t(action.startsWith("member") ? "somebody" : "something");
  const what =
    action === "class.changed" ? (
      <Setting detail={detail ?? ""} />
    ) : (
      t(`action.${keyOf(entry)}`, { about, detail: detail ?? t("somebody") })
    );
  const who = <strong className="font-medium">{by ?? t("gone")}</strong>;
  return (
    <div className="flex items-baseline justify-between gap-3">
      <p className="min-w-0 break-words">
        {t.rich("line", { by: () => who, what: () => what })}
        <Moment action={action} detail={detail} />
        {byToken && (
          <>
            {" "}
            <Badge>{t("app")}</Badge>
          </>
        )}
      </p>
      <span className="shrink-0 text-small text-muted">
        <Ago at={at} />
      </span>
    </div>
  );
}

type Dashed<Text extends string> = Text extends `${infer Of}.${infer What}` ? `${Of}-${What}` : never;

/** The catalogue takes a dot for a level of its own. */
function keyOf({ action, detail }: AuditEntry): Dashed<AuditAction> | "kit-freed" {
  if (action === "kit.handed-on" && detail === null) return "kit-freed";
  return action.replace(".", "-") as Dashed<AuditAction>; // the one dot that each has
}

/** Until when a code is open, or before when history was deleted. */
function Moment({ action, detail }: Pick<AuditEntry, "action" | "detail">) {
  const t = useTranslations("activity.audit");
  const at = detail === null ? Number.NaN : Date.parse(detail);
  if (Number.isNaN(at) || (action !== "code.opened" && action !== "history.deleted")) return null;
  const time = () => <Time at={at} />;
  return <> {t.rich(action === "code.opened" ? "until" : "before", { time })}</>;
}

const SETTINGS = [
  "name",
  "kitsMayCommand",
  "privateKits",
  "declareFirst",
  "allowPins",
  "members",
  "kits",
  "topics",
  "messagesPerSecond",
  "historyDays",
  "summaryDays",
] as const;

/** A setting by its name in the interface, with what it was set to. */
function Setting({ detail }: { detail: string }) {
  const t = useTranslations("activity.audit");
  const [, name = "", given = ""] = /^(\w+): (.*)$/s.exec(detail) ?? [];
  const setting = SETTINGS.find((known) => known === name);
  const value = given === "true" ? t("on") : given === "false" ? t("off") : given;
  return t("action.class-changed", { detail: setting ? `${t(`setting.${setting}`)}: ${value}` : detail });
}
