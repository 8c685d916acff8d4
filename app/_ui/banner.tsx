import { clsx } from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const TONES = {
  info: { box: "bg-accent-soft text-accent", Icon: Info },
  warning: { box: "bg-warning-soft text-warning", Icon: TriangleAlert },
  alarm: { box: "bg-alarm-soft text-alarm", Icon: CircleAlert },
};

export type BannerProps = {
  tone?: keyof typeof TONES;
  children: ReactNode;
  action?: ReactNode;
  /** `alert` interrupts a screen reader: for the failure of what was just asked. Default: `status`. */
  role?: "status" | "alert";
};

/** A sentence about the state of the whole page or form: the connection is lost, the class is archived, it failed. */
export function Banner({ tone = "info", role = "status", children, action }: BannerProps) {
  const { box, Icon } = TONES[tone];
  return (
    <div role={role} className={clsx("flex items-start gap-2 rounded-control px-3 py-2", box)}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 grow text-ink">{children}</div>
      {action}
    </div>
  );
}
