import type { Actor } from "../contract/actor";
import { db } from "./client";

/** What an account is: how its person signs in, and what of it goes or stays when it is deleted. */
export type OwnAccount = {
  /** The classes in which they have a user name, and the name. */
  seats: { slug: string; name: string; username: string }[];
  /** Kits that stay, without an owner. */
  kits: { class: string; name: string }[];
  /** Names of the classes that nobody else instructs: while there are any, the account cannot be deleted. */
  onlyInstructorOf: string[];
  tokens: number;
  /** Whether their password may be a PIN: they have no e-mail, and all of their classes take PINs. */
  mayHavePin: boolean;
};

/** The asker's own account, as their account page shows it. */
export async function readOwnAccount(actor: Actor): Promise<OwnAccount> {
  const [user, kits, tokens] = await Promise.all([
    db().user.findUniqueOrThrow({ where: { id: actor.id }, select: FIELDS }),
    db().kit.findMany({
      where: { ownerId: actor.id },
      select: { name: true, class: { select: { name: true } } },
      orderBy: [{ class: { slug: "asc" } }, { slug: "asc" }],
    }),
    db().apiToken.count({ where: { userId: actor.id } }),
  ]);
  const { memberships } = user;
  return {
    seats: memberships.flatMap(({ username, class: { slug, name } }) =>
      username === null ? [] : [{ slug, name, username }],
    ),
    kits: kits.map(({ name, class: { name: className } }) => ({ class: className, name })),
    onlyInstructorOf: memberships
      .filter(({ class: { memberships: instructors } }) => isOnly(actor.id, instructors))
      .map(({ class: { name } }) => name),
    tokens,
    mayHavePin: takesPins(user),
  };
}

/** Whether the asker may choose a PIN for a password. */
export async function mayHavePin(actor: Actor): Promise<boolean> {
  return takesPins(await db().user.findUniqueOrThrow({ where: { id: actor.id }, select: PIN_FIELDS }));
}

const PIN_FIELDS = {
  email: true,
  memberships: { select: { class: { select: { allowPins: true } } } },
} as const;

const FIELDS = {
  email: true,
  memberships: {
    orderBy: { class: { slug: "asc" } },
    select: {
      username: true,
      class: {
        select: {
          slug: true,
          name: true,
          allowPins: true,
          memberships: { where: { role: "instructor", suspendedAt: null }, select: { userId: true } },
        },
      },
    },
  },
} as const;

type WithPins = { email: string | null; memberships: { class: { allowPins: boolean } }[] };

function takesPins({ email, memberships }: WithPins): boolean {
  return (
    email === null && memberships.length > 0 && memberships.every(({ class: { allowPins } }) => allowPins)
  );
}

function isOnly(id: string, instructors: { userId: string }[]): boolean {
  return instructors.length === 1 && instructors[0]?.userId === id;
}
