import { hashPassword } from "../authority/password";
import { memberChange, memberInput, passwordInput } from "../contract/inputs";
import { pageQuery } from "../contract/queries";
import { createMember } from "../sql/admissions";
import { requireClass } from "../sql/classes";
import { changeMember, membersOf, removeMember } from "../sql/members";
import { renewPassword, requireResettable } from "../sql/passwords";
import { instructorOfOpen, overseer } from "./allow";
import { memberHash, newPassword } from "./credentials";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/members` */
export const listMembers = route({
  params: ["class"],
  allow: overseer,
  query: pageQuery,
  answer: ({ actor, params, query }) => membersOf(actor, params.class, query),
});

/** `POST /api/v1/classes/{class}/members`: a student's account, made by the instructor. */
export const makeMember = route({
  params: ["class"],
  allow: instructorOfOpen,
  input: memberInput,
  status: 201,
  answer: async ({ actor, params, input: { password, ...who } }) => {
    const { settings } = await requireClass(actor, params.class);
    return createMember(actor, params.class, { ...who, passwordHash: await memberHash(password, settings) });
  },
});

/** `PATCH /api/v1/classes/{class}/members/{user}`: name, role, suspended. */
export const editMember = route({
  params: ["class", "user"],
  allow: instructorOfOpen,
  input: memberChange,
  answer: ({ actor, params, input }) => changeMember(actor, params.class, params.user, input),
});

/** `DELETE /api/v1/classes/{class}/members/{user}` */
export const dropMember = route({
  params: ["class", "user"],
  allow: instructorOfOpen,
  status: 204,
  answer: ({ actor, params }) => removeMember(actor, params.class, params.user),
});

/** `POST /api/v1/classes/{class}/members/{user}/password`: a new one, shown once; sessions of the old one end. */
export const resetPassword = route({
  params: ["class", "user"],
  allow: instructorOfOpen,
  input: passwordInput,
  answer: async ({ actor, params, input }) => {
    await requireResettable(actor, params.class, params.user);
    const { settings } = await requireClass(actor, params.class);
    const password = input.password ?? newPassword();
    const hash = input.password === undefined ? hashPassword(password) : memberHash(password, settings);
    await renewPassword(actor, params.class, params.user, await hash);
    return { password };
  },
});
