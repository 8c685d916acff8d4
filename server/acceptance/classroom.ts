import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueToken } from "../authority/token";
import { readConfig } from "../config";
import type { Class, Member } from "../contract/shapes";
import { freshDatabase } from "../embedded/testing";
import { openKitroom } from "../kitroom";
import { log } from "../log";
import { db, pool } from "../sql/client";
import { ask } from "./api";

/** The whole server in this process, without Next, on a database of the test's own; nobody has set it up yet. */
export type School = {
  database: { prisma: ReturnType<typeof db>; pool: ReturnType<typeof pool> };
  setupCode: string;
  mqttPort: number;
  close(): Promise<void>;
};

export async function openSchool(): Promise<School> {
  log.level("error");
  const [fresh, dataDir] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), "kitroom-test-"))]);
  const config = readConfig({
    HOST: "127.0.0.1",
    MQTT_HOST: "127.0.0.1",
    PORT: "0",
    MQTT_PORT: "0",
    DATA_DIR: dataDir,
    DATABASE_URL: fresh.url,
    AUTH_SECRET: "the secret of a server under test, long enough",
  });
  const pages = { pages: () => {}, development: null, close: () => {} };
  const { setupCode, mqttPort, close } = await openKitroom(config, async () => pages);
  return {
    database: { prisma: db(), pool: pool() },
    setupCode,
    mqttPort,
    close: async () => {
      await close();
      await fresh.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const PASSWORD = "lamps-and-wires";

/** Somebody with a token that is good for this test. */
export type Person = { id: string; token: string };

/** The first instructor, by the setup code. */
export async function setUp({ setupCode }: Pick<School, "setupCode">): Promise<Person> {
  const made = await ask<Member>("POST", "/api/v1/setup", {
    body: { setupCode, name: "Teo", email: "teo@school.test", password: PASSWORD },
  });
  return withToken(made.body.id);
}

/** A class of that name, with the asker as its instructor. */
export async function makeClass(
  by: Person,
  name: string,
  slug?: string,
): Promise<Class & { joinCode: string }> {
  const made = await ask<Class>("POST", "/api/v1/classes", { as: by.token, body: { name, slug } });
  const { joinCode } = made.body;
  if (made.status !== 201 || joinCode === undefined)
    throw new Error(`no class: ${JSON.stringify(made.body)}`);
  return { ...made.body, joinCode };
}

/** A student who joins by the class's code. */
export async function joinAs(
  username: string,
  { joinCode }: { joinCode: string; slug: string },
): Promise<Person> {
  const joined = await ask<{ user: Member }>("POST", "/api/v1/join", {
    body: { code: joinCode, username, name: username, password: PASSWORD },
  });
  if (joined.status !== 201) throw new Error(`not joined: ${JSON.stringify(joined.body)}`);
  return withToken(joined.body.user.id);
}

/** Issued as the token route does, without the time that checking a password takes. */
async function withToken(id: string): Promise<Person> {
  return { id, token: (await issueToken({ id, sessionVersion: 1 })).token };
}

/** The token that these credentials open. */
export async function tokenOf(credentials: Record<string, string>): Promise<string> {
  const { status, body } = await ask<{ token: string }>("POST", "/api/v1/token", { body: credentials });
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.token;
}

/** An instructor of a class of their own: a student of `origin` who was promoted, made a class and left. */
export async function makeColleague(
  by: Person,
  origin: { joinCode: string; slug: string },
  { username, className }: { username: string; className: string },
): Promise<Person & { class: Class & { joinCode: string } }> {
  const { id, token } = await joinAs(username, origin);
  const seat = `/api/v1/classes/${origin.slug}/members/${id}`;
  await ask("PATCH", seat, { as: by.token, body: { role: "instructor" } });
  const own = await makeClass({ id, token }, className);
  await ask("DELETE", seat, { as: by.token });
  return { id, token, class: own };
}
