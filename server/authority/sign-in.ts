import type { z } from "zod";
import type { tokenInput } from "../contract/inputs";
import { foldName } from "../contract/text";
import { findAccountByEmail, findAccountByUsername } from "../sql/users";
import { braked } from "./brake";
import { checkPassword } from "./password";

export type Account = { id: string; name: string; sessionVersion: number };

/**
 * Who signs in by e-mail, or by class and user name, with this password. Null where any of it is wrong: the answer
 * and its time do not tell which. Throws `too-many` while guesses at that account are braked.
 */
export async function findAccount(input: z.output<typeof tokenInput>): Promise<Account | null> {
  const lookUp =
    "email" in input
      ? () => findAccountByEmail(input.email)
      : () => findAccountByUsername(input.class, foldName(input.username));
  const of = "email" in input ? input.email : `${input.class}/${foldName(input.username)}`;
  return braked([{ kind: "account", of }], async () => {
    const account = await lookUp();
    const right = await checkPassword(input.password, account?.passwordHash ?? null);
    if (!right || !account || account.suspendedAt !== null) return null;
    return { id: account.id, name: account.name, sessionVersion: account.sessionVersion };
  });
}
