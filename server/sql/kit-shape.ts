import type { Kit } from "../contract/shapes";

/** The columns of a kit that those who may read it see, with its owner's name in the kit's class. */
export const KIT_FIELDS = {
  id: true,
  slug: true,
  name: true,
  classId: true,
  keyVersion: true,
  shareControl: true,
  online: true,
  lastSeenAt: true,
  createdAt: true,
  owner: { select: { id: true, name: true, memberships: { select: { classId: true, username: true } } } },
} as const;

export type KitRow = {
  id: string;
  slug: string;
  name: string;
  classId: string;
  keyVersion: number;
  shareControl: boolean;
  online: boolean;
  lastSeenAt: Date | null;
  createdAt: Date;
  owner: { id: string; name: string; memberships: { classId: string; username: string | null }[] } | null;
};

export function kitShape({ owner, lastSeenAt, createdAt, classId, ...row }: KitRow): Kit {
  return {
    slug: row.slug,
    name: row.name,
    owner: owner && {
      id: owner.id,
      username: owner.memberships.find((member) => member.classId === classId)?.username ?? null,
      name: owner.name,
    },
    shareControl: row.shareControl,
    online: row.online,
    lastSeenAt: lastSeenAt?.getTime() ?? null,
    createdAt: createdAt.getTime(),
  };
}
