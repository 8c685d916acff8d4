/** Who talks to whom in a workload: kit n speaks on topic n, and each browser watches some neighbouring topics. */
export type Plan = { kits: number; browsers: number; topicsEach: number };

export const CLASS = "bench";

export function kitName(kit: number): string {
  return `kit-${String(kit).padStart(3, "0")}`;
}

export function topicOf(kit: number): string {
  return `${CLASS}/${kitName(kit)}/reading`;
}

/** The topics, by number, that a browser watches. */
export function watchedBy(browser: number, { kits, topicsEach }: Plan): number[] {
  return Array.from({ length: topicsEach }, (_, at) => (browser * topicsEach + at) % kits);
}

/** How many browsers hear each message, on average. */
export function fanOut({ kits, browsers, topicsEach }: Plan): number {
  return (browsers * topicsEach) / kits;
}
