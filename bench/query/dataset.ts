/** What the bench of queries reads: a class over thirty days, ten million messages, one topic far busier than all others. */

export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

export const CLASS = "bench";
export const DAYS = 30;

export type Shape = {
  /** Paths of topics after their kit. */
  paths: readonly string[];
  /** How often each reports, in seconds. */
  every: number;
  payload: "number" | "fields";
};

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(2, "0")}`);

/** One at a message a second, 76 plain and 10 of JSON at one in thirty: 2.6 and 7.4 million in thirty days. */
export const SHAPES: readonly Shape[] = [
  { paths: ["busy"], every: 1, payload: "number" },
  { paths: numbered("plain", 76), every: 30, payload: "number" },
  { paths: numbered("json", 10), every: 30, payload: "fields" },
];

/** Topics per kit; a kit holds some of each shape. */
const PER_KIT = 8;

/** All topics as `kit/path`, in a fixed order. */
export const TOPICS: readonly { path: string; shape: Shape }[] = SHAPES.flatMap((shape) =>
  shape.paths.map((path) => ({ path, shape })),
).map(({ path, shape }, index) => ({ path: `${kitOf(Math.floor(index / PER_KIT))}/${path}`, shape }));

export const KITS: readonly string[] = [...new Set(TOPICS.map(({ path }) => path.split("/")[0] ?? ""))];

function kitOf(index: number): string {
  return `kit-${String(index + 1).padStart(2, "0")}`;
}

export const BUSY = `${CLASS}/${TOPICS[0]?.path}`;
export const NORMAL = `${CLASS}/${TOPICS[40]?.path}`;
export const JSON_TOPIC = `${CLASS}/${TOPICS.at(-1)?.path}`;
