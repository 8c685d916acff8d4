let runs = 0;

/** Readings carry the number of their run, so that late ones of another are not counted. */
export function nextRun(): number {
  return ++runs;
}
