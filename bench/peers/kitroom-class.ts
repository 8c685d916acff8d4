import { CLASS, kitName, topicOf } from "../load/plan";

/** How many requests are under way at once. */
const TOGETHER = 8;
/** As far as PATCH lets an instructor go, so that the load meets the machine and not the class's own limits. */
const LIMITS = { members: 2000, kits: 2000, topics: 50_000, messagesPerSecond: 1000 };
const INSTRUCTOR = { email: "teo@bench.test", password: "lamps-and-wires" };

export type Account = { username: string; key: string };

/** Asks a route of Kitroom's public API; throws with what it answered where that is a refusal. */
export async function ask<Body>(
  web: string,
  method: string,
  route: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Body> {
  const response = await fetch(web + route, {
    method,
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 200)}`);
  return (text ? JSON.parse(text) : null) as Body;
}

/** Sets a fresh Kitroom up as a teacher does: an account, a class, its limits, kits with keys, and their topics. */
export async function setUpClass(web: string, setupCode: string, kits: number): Promise<Account[]> {
  await ask(web, "POST", "/api/v1/setup", { body: { setupCode, name: "Teo", ...INSTRUCTOR } });
  const token = await openToken(web);
  await ask(web, "POST", "/api/v1/classes", { token, body: { name: "Bench", slug: CLASS } });
  await ask(web, "PATCH", `/api/v1/classes/${CLASS}`, { token, body: { settings: { limits: LIMITS } } });
  const accounts: Account[] = [];
  for (let first = 0; first < kits; first += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, kits - first) }, (_, at) => first + at);
    accounts.push(...(await Promise.all(some.map((kit) => makeKit(web, token, kit)))));
  }
  return accounts;
}

/** A token that is good for an hour. */
export async function openToken(web: string): Promise<string> {
  const { token } = await ask<{ token: string }>(web, "POST", "/api/v1/token", { body: INSTRUCTOR });
  return token;
}

/** Topics are declared, so that browsers can watch them before the first message. */
async function makeKit(web: string, token: string, kit: number): Promise<Account> {
  const name = kitName(kit);
  const body = { name, slug: name };
  const { username, key } = await ask<Account>(web, "POST", `/api/v1/classes/${CLASS}/kits`, { token, body });
  await ask(web, "POST", `/api/v1/classes/${CLASS}/topics`, { token, body: { topic: topicOf(kit) } });
  return { username, key };
}
