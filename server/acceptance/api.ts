import { answerApi } from "../router/api";

/** What a route answered: its status, its headers, and its JSON as the test expects it to be; of files their text. */
export type Answer<Body> = { status: number; headers: Headers; body: Body };

export type Question = {
  /** A bearer token. */
  as?: string | undefined;
  body?: unknown;
  /** The body as it is, not made to JSON. */
  raw?: BodyInit;
  headers?: Record<string, string>;
};

/** Asks the API in this process; end to end it is asked over HTTP. */
export async function ask<Body = Record<string, unknown>>(
  method: string,
  address: string,
  { as, body, raw, headers = {} }: Question = {},
): Promise<Answer<Body>> {
  const url = new URL(address, "http://kitroom.test");
  const content = raw ?? (body === undefined ? null : JSON.stringify(body));
  const request = new Request(url, {
    method,
    body: content,
    headers: { host: url.host, ...(as === undefined ? {} : { authorization: `Bearer ${as}` }), ...headers },
  });
  const response = await answerApi(request);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text && isJson(response) ? JSON.parse(text) : text || null) as Body,
  };
}

function isJson({ headers }: Response): boolean {
  return /[/+]json(;|$)/.test(headers.get("content-type") ?? "");
}
