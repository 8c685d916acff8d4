import type { z } from "zod";
import type { tokenInput } from "../contract/inputs";
import { isPin } from "../contract/pins";
import { Refusal } from "../contract/refusal";
import { foldName } from "../contract/text";
import { findAccountByEmail, findAccountByUsername } from "../sql/users";
import { type BrakeKey, braked, noteAddress } from "./brake";
import { isKnownOn } from "./device";
import { checkPassword } from "./password";
import { noteRefusal } from "./refusals";
import type { Visitor } from "./visitor";

export type Account = { id: string; name: string; sessionVersion: number };

type Credentials = z.output<typeof tokenInput>;

/**
 * Who signs in by e-mail, or by class and user name, with this password. Null where any of it is wrong: the answer
 * and its time do not tell which. Throws `too-many` while guesses are braked.
 */
export async function findAccount(input: Credentials, visitor: Visitor): Promise<Account | null> {
  const account =
    "email" in input
      ? await findAccountByEmail(input.email)
      : await findAccountByUsername(input.class, foldName(input.username));
  const known = account !== null && visitor.device !== null && isKnownOn(visitor.device, account.id);
  // A new password is another secret: what was guessed at the old one counts no more.
  const of = account ? `${account.id} ${account.sessionVersion}` : nameOf(input);
  const keys = known ? onKnown(visitor, of) : onUnknown(input, visitor, of);
  const found = await noted(input, account, () =>
    braked(keys, async () => {
      const right = await checkPassword(input.password, account?.passwordHash ?? null);
      if (!right || !account || account.suspendedAt !== null) return null;
      return { id: account.id, name: account.name, sessionVersion: account.sessionVersion };
    }),
  );
  if (found) await noteAddress(visitor.address);
  return found;
}

/** Whoever tries to sign in as a member of a class in vain, or is slowed, can be seen by its instructors. */
async function noted(
  input: Credentials,
  account: { id: string; name: string } | null,
  signIn: () => Promise<Account | null>,
): Promise<Account | null> {
  if ("email" in input || !account) return signIn();
  const { id, name } = account;
  const say = (code: "not-signed-in" | "too-many", message: string) =>
    noteRefusal({ class: input.class, person: { id, name }, code, message });
  try {
    const found = await signIn();
    if (!found) say("not-signed-in", "Somebody tried to sign in with a wrong password, or is suspended.");
    return found;
  } catch (error) {
    if (error instanceof Refusal && error.code === "too-many")
      say("too-many", "Too many wrong passwords: signing in on a new device is slowed.");
    throw error;
  }
}

function nameOf(input: Credentials): string {
  return "email" in input ? input.email : `${input.class}/${foldName(input.username)}`;
}

function onKnown({ device }: Visitor, of: string): BrakeKey[] {
  const id = device?.id ?? "";
  return [
    { kind: "device-account", of: `${id} ${of}` },
    { kind: "device", of: id },
  ];
}

function onUnknown(input: Credentials, { address }: Visitor, of: string): BrakeKey[] {
  const keys: BrakeKey[] = [
    { kind: "sign-in-at", of: address },
    { kind: "account-at", of: `${address} ${of}` },
    { kind: "account", of },
  ];
  if ("email" in input || !isPin(input.password)) return keys;
  return [
    ...keys,
    { kind: "pin-at", of: `${address} ${input.class}` },
    { kind: "pin-class", of: input.class },
    { kind: "pin", of: "" },
  ];
}
