import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";
import type { Product } from "../peers/product";

const INSTRUCTOR = { name: "Bench", email: "bench@school.test", password: "lamps-and-wires" };

export type Answer = { status: number; body: string };

/** A signed-in person over one connection that stays open, as a browser has it. */
export type Session = {
  cookie: string;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): void;
};

/** Signs in by the page's own way; the first time, on a new database, makes the account. */
export async function openSession(product: Product): Promise<Session> {
  const setup = { setupCode: await product.setupCode(), ...INSTRUCTOR };
  await fetch(`${product.url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(setup),
  }); // 409 where somebody has set it up before
  const cookie = await signIn(product);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    cookie,
    ask: (method, path, body) => ask({ product, agent, cookie }, method, path, body),
    close: () => agent.destroy(),
  };
}

async function signIn({ url }: Product): Promise<string> {
  const token = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const { email, password } = INSTRUCTOR;
  const opened = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(token) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const cookie = cookiesOf(opened);
  if (!cookie.includes("session-token"))
    throw new Error(`no session: ${opened.status} ${await opened.text()}`);
  return cookie;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

type From = { product: Product; agent: Agent; cookie: string };

function ask(
  { product, agent, cookie }: From,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((done, fail) => {
    const headers = {
      cookie,
      "accept-encoding": "gzip", // as browsers say, and packing takes time as well
      ...(text === undefined ? {} : { "content-type": "application/json" }),
    };
    const asked = request(
      { host: "127.0.0.1", port: product.port, method, path, agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const packed = response.headers["content-encoding"] === "gzip";
          done({ status: response.statusCode ?? 0, body: (packed ? gunzipSync(bytes) : bytes).toString() });
        });
        response.on("error", fail);
      },
    );
    asked.on("error", fail);
    asked.end(text);
  });
}
