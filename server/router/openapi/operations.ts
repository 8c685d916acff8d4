import { z } from "zod";
import { live } from "../../live";
import { anybody, route } from "../route";
import { ACCOUNTS } from "./accounts";
import { ACTIVITY } from "./activity";
import { CLASSES } from "./classes";
import { type Description, describe } from "./document";
import { KITS } from "./kits";
import type { Operation } from "./operation";
import { TOPICS } from "./topics";

/** `GET /api/v1/openapi.json`: this API, for programs (OpenAPI 3.1). */
export const readOpenapi = route({ allow: anybody, answer: () => apiDescription() });

const OWN: Operation = {
  method: "GET",
  path: "/api/v1/openapi.json",
  route: readOpenapi,
  id: "readOpenapi",
  noun: "Server",
  summary: "This description",
  answer: z.looseObject({ openapi: z.string() }),
};

/** Every operation of the API. A route that is not among them fails the tests. */
export const OPERATIONS: readonly Operation[] = [
  ...ACCOUNTS,
  ...CLASSES,
  ...ACTIVITY,
  ...KITS,
  ...TOPICS,
  OWN,
];

/** The description of the API as this server has it. */
export function apiDescription(): Description {
  return describe(OPERATIONS, live.require().version);
}
