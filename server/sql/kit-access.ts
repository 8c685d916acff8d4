import { db } from "./client";

/** A kit as the broker's policy needs it, whoever asks. */
export type KitAccess = {
  id: string;
  keyVersion: number;
  class: string;
  kit: string;
  kitsMayCommand: boolean;
  /** Its owner may read every kit of the class; else the kit hears no other kit either. */
  readsClass: boolean;
  messagesPerSecond: number;
};

const fields = {
  id: true,
  slug: true,
  keyVersion: true,
  classId: true,
  ownerId: true,
  class: { select: { slug: true, kitsMayCommand: true, privateKits: true, messagesPerSecond: true } },
} as const;

/** Kits of open classes. */
function ofOpenClass(where: { class?: string; kit?: string }) {
  return {
    ...(where.kit === undefined ? {} : { slug: where.kit }),
    class: {
      ...(where.class === undefined ? {} : { slug: where.class }),
      archivedAt: null,
    },
  };
}

/** The kit of that name, or null where there is none that may connect now. */
export async function findKitAccess(className: string, kit: string): Promise<KitAccess | null> {
  const found = await db().kit.findFirst({
    where: ofOpenClass({ class: className, kit }),
    select: fields,
  });
  return found && accessOf(found);
}

/** The names of all kits of a class, of one person in it, or of everybody. */
export async function kitNames(of: {
  classId?: string;
  ownerId?: string;
}): Promise<{ class: string; kit: string }[]> {
  const kits = await db().kit.findMany({
    where: {
      ...(of.classId === undefined ? {} : { classId: of.classId }),
      ...(of.ownerId === undefined ? {} : { ownerId: of.ownerId }),
    },
    select: { slug: true, class: { select: { slug: true } } },
  });
  return kits.map(({ slug, class: { slug: className } }) => ({ class: className, kit: slug }));
}

/** Every kit that may connect now, in pages, for brokers that keep a copy. */
export async function* eachKitAccess(): AsyncIterable<KitAccess> {
  let after: string | undefined;
  for (;;) {
    const kits = await db().kit.findMany({
      where: ofOpenClass({}),
      select: fields,
      orderBy: { id: "asc" },
      take: 500,
      ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    });
    for (const kit of kits) {
      const access = await accessOf(kit);
      if (access) yield access;
    }
    after = kits.at(-1)?.id;
    if (kits.length < 500) return;
  }
}

type Found = {
  id: string;
  slug: string;
  keyVersion: number;
  classId: string;
  ownerId: string | null;
  class: { slug: string; kitsMayCommand: boolean; privateKits: boolean; messagesPerSecond: number };
};

/** Null where the kit's owner is suspended: then it may not connect. */
async function accessOf(kit: Found): Promise<KitAccess | null> {
  const { slug, kitsMayCommand, privateKits, messagesPerSecond } = kit.class;
  const owner = kit.ownerId === null ? null : await findMembership(kit.classId, kit.ownerId);
  if (owner && owner.suspendedAt !== null) return null;
  return {
    id: kit.id,
    keyVersion: kit.keyVersion,
    class: slug,
    kit: kit.slug,
    kitsMayCommand,
    readsClass: !privateKits || owner?.role === "instructor",
    messagesPerSecond,
  };
}

function findMembership(classId: string, userId: string) {
  return db().membership.findUnique({
    where: { classId_userId: { classId, userId } },
    select: { suspendedAt: true, role: true },
  });
}
