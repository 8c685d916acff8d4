import { pageBeat } from "@/_live/beat";

/**
 * Paints whenever the page does, with everything else that is new. Not for those who asked their system for less
 * motion: for them it is enough that the frame moves once a second. Answers its undo.
 */
export function paintOften(paint: () => void): () => void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return () => {};
  return pageBeat.follow(paint);
}
