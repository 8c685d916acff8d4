import { pageQuery } from "../contract/inputs";
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
