import { requireActor } from "../authority/who";
import { csvOf, JSON_LINES, type MessageLines } from "../contract/message-lines";
import { csvQuery, exportQuery } from "../contract/queries";
import { messagesInOrder } from "../sql/message-export";
import { member } from "./allow";
import { fileName, linesAsBody } from "./download";
import { NO_STORE } from "./problem";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/export.csv`: stored messages as CSV, by topic filter and time. */
export const exportCsv = route({
  params: ["class"],
  allow: member,
  query: csvQuery,
  answer: ({ request, params, query }) =>
    download({
      request,
      class: params.class,
      messages: query,
      lines: csvOf(query),
      as: { ending: "csv", type: "text/csv; charset=utf-8" },
    }),
});

/** `GET /api/v1/classes/{class}/export.jsonl`: the same as JSON Lines. */
export const exportJsonLines = route({
  params: ["class"],
  allow: member,
  query: exportQuery,
  answer: ({ request, params, query }) =>
    download({
      request,
      class: params.class,
      messages: query,
      lines: JSON_LINES,
      as: { ending: "jsonl", type: "application/jsonl; charset=utf-8" },
    }),
});

type Download = {
  request: Request;
  class: string;
  messages: Parameters<typeof messagesInOrder>[0]["messages"];
  lines: MessageLines;
  as: { ending: string; type: string };
};

async function download({ request, class: className, messages, lines, as }: Download): Promise<Response> {
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  const actor = () => requireActor(request);
  const pages = messagesInOrder({ class: className, messages, actor, signal });
  const body = await linesAsBody(pages, { ...lines, signal, onCancel: () => gone.abort() });
  const name = fileName([className, messages.topic?.replace(`${className}/`, "") ?? ""], as.ending);
  return new Response(body, {
    headers: { ...NO_STORE, "content-type": as.type, "content-disposition": name },
  });
}
