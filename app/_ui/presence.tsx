import { clsx } from "clsx";
import { useTranslations } from "next-intl";

/** Whether a kit is connected: a full disc or an empty ring, and the word. `neverSeen` is a kit that has yet to come. */
export function Presence({ online, neverSeen = false }: { online: boolean; neverSeen?: boolean }) {
  const t = useTranslations("common.presence");
  const word = online ? t("online") : neverSeen ? t("waiting") : t("offline");
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 text-small whitespace-nowrap",
        online ? "text-live" : "text-muted",
      )}
    >
      <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5">
        {online ? (
          <circle cx="5" cy="5" r="4.5" fill="currentColor" />
        ) : (
          <circle
            cx="5"
            cy="5"
            r="3.75"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeDasharray={neverSeen ? "2 1.9" : undefined}
          />
        )}
      </svg>
      {word}
    </span>
  );
}
