import { braked } from "../authority/brake";
import { checkPassword } from "../authority/password";
import type { Actor } from "../contract/actor";
import { meChange, meRemoval } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { classesOf } from "../sql/classes";
import { deleteMe, readMe, renameMe } from "../sql/me";
import { mayHavePin } from "../sql/own-account";
import { EVERYTHING } from "../sql/pages";
import { setPassword } from "../sql/passwords";
import { findAccountById } from "../sql/users";
import { person, signedIn } from "./allow";
import { memberHash } from "./credentials";
import { route } from "./route";

/** `GET /api/v1/me`: who asks, and their classes. */
export const readMyself = route({ allow: signedIn, answer: ({ actor }) => selfOf(actor) });

/** `PATCH /api/v1/me`: another name; another password, which ends all sessions and tokens, for who knows the one that was. */
export const changeMe = route({
  allow: person,
  input: meChange,
  answer: async ({ actor, input: { name, password, currentPassword } }) => {
    if (password !== undefined) {
      await requirePassword(actor, currentPassword ?? "");
      const hash = await memberHash(password, { allowPins: await mayHavePin(actor) });
      await setPassword(actor.id, hash);
    }
    if (name !== undefined) await renameMe(actor, name);
    return selfOf(actor);
  },
});

/** `DELETE /api/v1/me`: the account and everything personal about it, for who knows its password. */
export const deleteMyAccount = route({
  allow: person,
  input: meRemoval,
  status: 204,
  answer: async ({ actor, input }) => {
    await requirePassword(actor, input.password);
    await deleteMe(actor);
  },
});

async function selfOf(actor: Actor) {
  const { items: classes } = await classesOf(actor, EVERYTHING);
  return { user: await readMe(actor), classes };
}

/** Whoever holds a session that somebody left open must not be able to take the account over. */
async function requirePassword(actor: Actor, password: string): Promise<void> {
  const right = await braked([{ kind: "own", of: actor.id }], async () => {
    const account = await findAccountById(actor.id);
    return (await checkPassword(password, account?.passwordHash ?? null)) ? true : null;
  });
  if (!right) throw new Refusal("not-allowed", "This is not the password of this account.");
}
