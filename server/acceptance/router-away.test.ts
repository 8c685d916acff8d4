import { afterAll, beforeAll, expect, test } from "vitest";
import { newSecret, setSecret } from "../authority/secret";
import { issueToken } from "../authority/token";
import { type Database, openDatabase } from "../sql/client";
import { ask } from "./api";

let nowhere: Database;
let token: string;

beforeAll(async () => {
  setSecret(newSecret());
  nowhere = openDatabase("postgresql://nobody:none@127.0.0.1:9/none"); // port 9: nobody listens
  token = (await issueToken({ id: "0198a000-0000-7000-8000-000000000000", sessionVersion: 1 })).token;
});
afterAll(() => nowhere.close());

const password = "lamps-and-wires";

test.each([
  ["GET", "/api/v1/me", undefined],
  ["GET", "/api/v1/classes/lamps/messages", undefined],
  ["POST", "/api/v1/classes/lamps/publish", { topic: "lamps/lamp/lux", payload: "1" }],
  ["POST", "/api/v1/token", { email: "teo@school.test", password }],
  ["POST", "/api/v1/join", { code: "ABCDEF", username: "ada", name: "Ada", password }],
  ["POST", "/api/v1/setup", { setupCode: "x", name: "Teo", email: "teo@school.test", password }],
])(
  "P06 while the database is away %s %s is unavailable, and tells nobody why",
  async (method, address, body) => {
    const answer = await ask(method, address, { as: token, ...(body === undefined ? {} : { body }) });
    expect([answer.status, answer.body.code]).toEqual([503, "unavailable"]);
    expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|prisma|ECONN/i);
  },
);
