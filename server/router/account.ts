import { noteAddress } from "../authority/brake";
import { openByCode } from "../authority/join-code";
import { requireSetupCode } from "../authority/setup";
import { findAccount } from "../authority/sign-in";
import { issueToken } from "../authority/token";
import { visitorOf } from "../authority/visitor";
import { joinInput, setupInput, tokenInput } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { joinByCode, noOpenClass } from "../sql/admissions";
import { createInstructor, requireNotSetUp } from "../sql/users";
import { readJson } from "./body";
import { memberHash, ownHash } from "./credentials";
import { knowDevice } from "./device";
import { parseInput } from "./parse";
import { NO_STORE } from "./problem";
import { anybody, route } from "./route";

/** The paper's User Account Route (Fig. 7): how an account comes to be and proves itself. What it does with itself is in me.ts and tokens.ts. */

export { changeMe, deleteMyAccount, readMyself } from "./me";
export { listTokens, makeToken, revokeToken } from "./tokens";

/** `POST /api/v1/setup`: the first instructor, by the code that the server printed; `already-taken` ever after. */
export const setup = route({
  allow: anybody,
  status: 201,
  // Read by hand below: once set up, the answer is the same whatever is sent.
  answer: async ({ request }) => {
    await requireNotSetUp();
    const { setupCode, name, email, password } = parseInput(setupInput, await readJson(request));
    await requireSetupCode(setupCode, visitorOf(request.headers));
    const user = await createInstructor({ name, email, passwordHash: await ownHash(password) });
    return {
      id: user.id,
      username: null,
      name,
      role: "instructor",
      email,
      lastSeenAt: null,
      suspendedAt: null,
    };
  },
});

/** `POST /api/v1/token`: a JWT for 60 minutes. */
export const token = route({
  allow: anybody,
  input: tokenInput,
  answer: async ({ input, request }) => {
    const account = await findAccount(input, visitorOf(request.headers));
    if (!account) throw new Refusal("not-signed-in", "The name and the password do not belong together.");
    return knowDevice(Response.json(await issueToken(account), { headers: NO_STORE }), request, account.id);
  },
});

/** `POST /api/v1/join`: an account in the class that the code opens, without an e-mail. */
export const join = route({
  allow: anybody,
  input: joinInput,
  status: 201,
  answer: async ({ input: { code, password, ...who }, request }) => {
    const visitor = visitorOf(request.headers);
    const open = await openByCode(code, visitor);
    if (!open) throw noOpenClass();
    const joined = await joinByCode(code, open.slug, {
      ...who,
      passwordHash: await memberHash(password, open),
    });
    await noteAddress(visitor.address);
    return joined;
  },
});
