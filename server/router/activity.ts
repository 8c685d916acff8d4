import { refusalsOf } from "../authority/refusals";
import { pageQuery } from "../contract/queries";
import { activityOf } from "../sql/activity";
import { auditOf } from "../sql/audit-list";
import { overseer } from "./allow";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/audit`: who did what, the newest first. */
export const listAudit = route({
  params: ["class"],
  allow: overseer,
  query: pageQuery,
  answer: ({ actor, params, query }) => auditOf(actor, params.class, query),
});

/** `GET /api/v1/classes/{class}/refusals`: what was refused to whom within the last hour, and why. */
export const listRefusals = route({
  params: ["class"],
  allow: overseer,
  answer: ({ params }) => ({ items: refusalsOf(params.class), nextCursor: null }),
});

/** `GET /api/v1/classes/{class}/activity`: how many messages of each kit came a day. */
export const listActivity = route({
  params: ["class"],
  allow: overseer,
  query: pageQuery,
  answer: ({ actor, params, query }) => activityOf(actor, params.class, query),
});
