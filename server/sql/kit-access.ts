import { db } from "./client";

/** A kit as the broker's policy needs it, whoever asks. */
export type KitAccess = {
  id: string;
  keyVersion: number;
  class: string;
  kit: string;
  kitsMayCommand: boolean;
  messagesPerSecond: number;
};

const fields = {
  id: true,
  slug: true,
  keyVersion: true,
  class: { select: { slug: true, kitsMayCommand: true, messagesPerSecond: true } },
} as const;

/** Kits that may connect: those of open classes whose owner is not suspended there. */
function connectable(where: { class?: string; kit?: string }) {
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
    where: connectable({ class: className, kit }),
    select: { ...fields, classId: true, ownerId: true },
  });
  if (!found) return null;
  if (found.ownerId !== null && (await isSuspended(found.classId, found.ownerId))) return null;
  return accessOf(found);
}

async function isSuspended(classId: string, userId: string): Promise<boolean> {
  const membership = await db().membership.findUnique({
    where: { classId_userId: { classId, userId } },
    select: { suspendedAt: true },
  });
  return membership?.suspendedAt !== null && membership?.suspendedAt !== undefined;
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
      where: connectable({}),
      select: fields,
      orderBy: { id: "asc" },
      take: 500,
      ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    });
    for (const kit of kits) yield accessOf(kit);
    after = kits.at(-1)?.id;
    if (kits.length < 500) return;
  }
}

function accessOf(kit: {
  id: string;
  slug: string;
  keyVersion: number;
  class: { slug: string; kitsMayCommand: boolean; messagesPerSecond: number };
}): KitAccess {
  return {
    id: kit.id,
    keyVersion: kit.keyVersion,
    class: kit.class.slug,
    kit: kit.slug,
    kitsMayCommand: kit.class.kitsMayCommand,
    messagesPerSecond: kit.class.messagesPerSecond,
  };
}
