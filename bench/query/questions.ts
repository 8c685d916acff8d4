import { BUSY, CLASS, DAY, DAYS, HOUR, JSON_TOPIC, NORMAL } from "./dataset";

/** Something that is asked again and again, and under how many milliseconds 95 of 100 answers have to stay. */
export type Question = {
  name: string;
  /** The address of one asking of it. */
  path(): string;
  most: number | null;
};

const SPANS = [
  { name: "1 h", span: HOUR, normal: 10, busy: 20 },
  { name: "24 h", span: DAY, normal: 15, busy: 60 },
  { name: "30 d", span: DAYS * DAY, normal: 20, busy: 20 },
];

const SHORTEST_ZOOM = 10 * 60 * 1000;

function series(topic: string, from: number, to: number, field?: string): string {
  const search = new URLSearchParams({ topic, from: String(from), to: String(to), points: "500" });
  if (field !== undefined) search.set("field", field);
  return `/api/v1/classes/${CLASS}/series?${search}`;
}

/** Charts of the time until now, as pages ask for them: each ends where it is. */
export function chartQuestions(random: () => number): Question[] {
  const until = (name: string, topic: string, most: "normal" | "busy", field?: string) =>
    SPANS.map(
      (span): Question => ({
        name: `${name}, ${span.name}`,
        path: () => series(topic, Date.now() - span.span, Date.now(), field),
        most: span[most],
      }),
    );
  const zoom = (name: string, topic: string, most: number): Question => ({
    name: `${name}, random zoom`,
    path: () => {
      const span = SHORTEST_ZOOM * ((DAYS * DAY) / SHORTEST_ZOOM) ** random();
      const to = Date.now() - random() * (DAYS * DAY - span);
      return series(topic, Math.round(to - span), Math.round(to));
    },
    most,
  });
  return [
    ...until("normal topic", NORMAL, "normal"),
    zoom("normal topic", NORMAL, 20),
    ...until("field of JSON", JSON_TOPIC, "normal", "t"),
    ...until("busy topic", BUSY, "busy"),
    zoom("busy topic", BUSY, 60),
  ];
}

const MOST_OF_A_PAGE = 15;
const FILTERS = [
  ["one topic", NORMAL],
  ["busy topic", BUSY],
  ["a kit's, #", `${NORMAL.split("/").slice(0, 2).join("/")}/#`],
  ["all kits' one stream, +", `${CLASS}/+/${NORMAL.split("/")[2]}`],
  ["the whole class, #", `${CLASS}/#`],
] as const;

/** Pages of messages in both orders: the first one, and one from somewhere in the thirty days. */
export function pageQuestions(random: () => number): Question[] {
  return FILTERS.flatMap(([name, topic]) =>
    (["asc", "desc"] as const).flatMap((order): Question[] => [
      page(`${name}, ${order}, first page`, { topic, order }, () => ({})),
      page(`${name}, ${order}, somewhere`, { topic, order }, () => ({
        cursor: cursorAt(Math.round(Date.now() - random() * DAYS * DAY)),
      })),
    ]),
  );
}

function page(name: string, fixed: Record<string, string>, varying: () => Record<string, string>): Question {
  const path = () => `/api/v1/classes/${CLASS}/messages?${new URLSearchParams({ ...fixed, ...varying() })}`;
  return { name, path, most: MOST_OF_A_PAGE };
}

/** A cursor as the server makes them: the time and number of the last message of a page. */
function cursorAt(at: number): string {
  return Buffer.from(JSON.stringify([at, "0"])).toString("base64url");
}
