/** Fast enough to look alive, slow enough to cost nothing. */
const PAINT_MS = 100;
/** For those who asked their system for less motion. */
const CALM_PAINT_MS = 1000;

const painters = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Paints again and again, all charts of a page in one go, so that the browser lays the page out once for all of them.
 * Answers its undo.
 */
export function paintOften(paint: () => void): () => void {
  if (painters.size === 0) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setInterval(paintAll, calm ? CALM_PAINT_MS : PAINT_MS);
  }
  painters.add(paint);
  return () => {
    painters.delete(paint);
    if (painters.size === 0) clearInterval(timer);
  };
}

function paintAll(): void {
  for (const paint of painters) paint();
}
