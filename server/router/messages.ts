import { messagesQuery } from "../contract/queries";
import { messagesOf } from "../sql/messages";
import { member } from "./allow";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/messages`: stored messages, by topic filter and time. */
export const listMessages = route({
  params: ["class"],
  allow: member,
  query: messagesQuery,
  answer: ({ actor, params, query }) => messagesOf(actor, params.class, query),
});
