import { seriesQuery } from "../contract/queries";
import { seriesOf } from "../sql/series";
import { member } from "./allow";
import { route } from "./route";

const DAY = 24 * 3600 * 1000;

/** `GET /api/v1/classes/{class}/series`: what a chart draws of a topic or of those that a filter matches. */
export const readSeries = route({
  params: ["class"],
  allow: member,
  query: seriesQuery,
  answer: ({ actor, params, query: { from, to, ...asked } }) => {
    const end = to ?? Math.max(Date.now(), from ?? 0);
    return seriesOf(actor, params.class, { ...asked, from: from ?? Math.max(0, end - DAY), to: end });
  },
});
