import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Kit } from "../contract/shapes";
import { slugFrom } from "../contract/text";
import { audit } from "./audit";
import { db, unlessTaken } from "./client";
import type { KeyOrigin } from "./kit-keys";
import { KIT_FIELDS, type KitRow, kitShape } from "./kit-shape";
import { archivedClass, instructedBy, lockClassOf, lockOpenClassOf, requireRoom, type Tx } from "./scope";
import { stemOf } from "./slugs";

/** A kit with what is on its card: its claim code while nobody owns it, and what its key is derived from. */
export type CardKit = { kit: Kit; claimCode: string | null; key: KeyOrigin };

/**
 * Makes numbered kits that nobody owns, in a class that the asker instructs: "Kit 1", "Kit 2" and so on, going on after
 * the highest number that is there. All of them, or `limit-reached`.
 */
export async function createKits(
  actor: Actor,
  className: string,
  { count, name }: { count: number; name: string },
): Promise<CardKit[]> {
  return unlessTaken("Kits of this name are being made at this moment. Try again.", () =>
    db().$transaction(async (tx) => {
      const { id: classId, maxKits } = await lockOpenClassOf(tx, actor, className);
      const there = await tx.kit.count({ where: { classId } });
      requireRoom(there + count - 1, maxKits, "kits");
      const stem = stemOf(slugFrom(name) ?? "kit");
      const numbers = await freeNumbers(tx, classId, stem, count);
      const rows = await tx.kit.createManyAndReturn({
        data: numbers.map((number) => ({
          classId,
          slug: `${stem}-${number}`,
          name: `${name} ${number}`,
          ownerId: null,
        })),
        select: FIELDS,
      });
      const slugs = [numbers[0], ...(count === 1 ? [] : [numbers.at(-1)])].map(
        (number) => `${stem}-${number}`,
      );
      const about = { name: slugs.join(" – ") };
      await audit(tx, { classId, by: actor, action: "kit.created", about });
      return rows.map((row) => cardOf({ ...row, owner: null }));
    }),
  );
}

/** A number of more digits is somebody's own idea, and nothing to go on from. */
const NUMBERED = /^\d{1,4}$/;

/** The numbers after the highest that is there, but for those that are taken. */
async function freeNumbers(tx: Tx, classId: string, stem: string, count: number): Promise<number[]> {
  const rows = await tx.kit.findMany({
    where: { classId, slug: { startsWith: `${stem}-` } },
    select: { slug: true },
  });
  const taken = new Set(rows.map(({ slug }) => slug.slice(stem.length + 1)));
  const highest = Math.max(0, ...[...taken].filter((end) => NUMBERED.test(end)).map(Number));
  const free: number[] = [];
  for (let number = highest + 1; free.length < count; number++)
    if (!taken.has(`${number}`)) free.push(number);
  return free;
}

/**
 * Makes the asker the owner of the kit that has this code; null where no kit of the class that they are in has it. Of two
 * who claim one at the same instant one gets it.
 */
export async function claimKit(actor: Actor, className: string, code: string): Promise<Kit | null> {
  return db().$transaction(async (tx) => {
    const { id: classId, archivedAt } = await lockClassOf(tx, actor, className, "member");
    if (archivedAt !== null) throw archivedClass();
    const free = { classId, ownerId: null, claimCode: code };
    const [row] = await tx.kit.updateManyAndReturn({
      where: free,
      data: { ownerId: actor.id },
      select: { id: true, slug: true },
    });
    if (!row) return null;
    await audit(tx, { classId, by: actor, action: "kit.claimed", about: { name: row.slug } });
    return kitShape(await tx.kit.findUniqueOrThrow({ where: { id: row.id }, select: KIT_FIELDS }));
  });
}

/** Ends the keys of all kits of a class that the asker instructs; answers what the new ones are derived from, by slug. */
export async function renewAllKeys(
  actor: Actor,
  className: string,
): Promise<{ slug: string; key: KeyOrigin }[]> {
  return db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, className);
    const rows = await tx.kit.updateManyAndReturn({
      where: { classId },
      data: { keyVersion: { increment: 1 } },
      select: { id: true, slug: true, keyVersion: true },
    });
    if (rows.length > 0) await audit(tx, { classId, by: actor, action: "kit.keys-renewed" });
    return rows
      .map(({ slug, ...key }) => ({ slug, key }))
      .toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
  });
}

/** The kits of a class that the asker instructs, with what their cards say. */
export async function cardsOf(actor: Actor, className: string): Promise<CardKit[]> {
  const rows = await db().kit.findMany({
    where: { class: { slug: className, ...instructedBy(actor) } },
    select: { ...KIT_FIELDS, claimCode: true },
  });
  return rows.map(cardOf);
}

const { owner: _, ...OWN_FIELDS } = KIT_FIELDS;
const FIELDS = { ...OWN_FIELDS, claimCode: true } as const;

function cardOf({ claimCode, ...row }: KitRow & { claimCode: string | null }): CardKit {
  return { kit: kitShape(row), claimCode, key: { id: row.id, keyVersion: row.keyVersion } };
}

/** One sentence for codes that never were and for those of kits that somebody has claimed. */
export function noClaim(): Refusal {
  return new Refusal("not-found", "No kit of this class has this code, or somebody has claimed it already.");
}
