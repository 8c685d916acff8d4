/** How the marks of all axes are written. */
export const TICK = {
  fill: "var(--color-muted)",
  fontSize: 12,
  style: { fontVariantNumeric: "tabular-nums" },
} as const;
