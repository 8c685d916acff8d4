import { hashPasswords } from "../authority/password";
import { passwordsInput } from "../contract/inputs";
import type { HandedPassword } from "../contract/shapes";
import { resettableIn, setPasswords } from "../sql/new-passwords";
import { noMember } from "../sql/scope";
import { instructorOfOpen } from "./allow";
import { newPassword } from "./credentials";
import { route } from "./route";

/** `POST /api/v1/classes/{class}/members/passwords`: new ones for all students, or for those named; shown once. */
export const renewPasswords = route({
  params: ["class"],
  allow: instructorOfOpen,
  input: passwordsInput,
  answer: async ({ actor, params, input: { users = null } }) => {
    const students = await resettableIn(actor, params.class, users);
    if (users !== null && students.length < new Set(users).size) throw noMember();
    const handed: HandedPassword[] = students.map((student) => ({ ...student, password: newPassword() }));
    const hashes = await hashPasswords(handed.map(({ password }) => password));
    const renewed = await setPasswords(
      actor,
      params.class,
      new Map(handed.map(({ id }, index) => [id, hashes[index] ?? ""])),
    );
    return { items: handed.filter(({ id }) => renewed.has(id)) };
  },
});
