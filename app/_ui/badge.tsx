import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Tone = "neutral" | "accent" | "live" | "warning" | "alarm";

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent",
  live: "bg-live-soft text-live",
  warning: "bg-warning-soft text-warning",
  alarm: "bg-alarm-soft text-alarm",
};

/** A word or two about a thing: "Retained", "QoS 1", "Closed". The tone only repeats what the word says. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1 rounded-small px-1.5 text-small font-medium whitespace-nowrap [&>svg]:size-3.5",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
