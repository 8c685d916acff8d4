import type { z } from "zod";
import type { Actor } from "../contract/actor";
import type { classChange } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import type { Class, Page } from "../contract/shapes";
import { audit } from "./audit";
import { classChanges } from "./class-changes";
import { CLASS_FIELDS, type ClassRow, classShape, isCodeOpen } from "./class-shape";
import { db, isUniqueViolation } from "./client";
import { newJoinCode } from "./codes";
import { requireOrdered, requireWithinLimits } from "./history-limits";
import { afterName, type PageAsked, pageOf } from "./pages";
import { archivedClass, knownTo, lockClassOf, noClass } from "./scope";
import { freeSlug, stemOf, wishedSlug } from "./slugs";

/** The classes that somebody is in, in the order of their slugs. */
export async function classesOf(actor: Actor, page: PageAsked): Promise<Page<Class>> {
  const after = afterName(page);
  const rows = await db().class.findMany({
    where: { ...knownTo(actor), ...(after === null ? {} : { slug: { gt: after } }) },
    orderBy: { slug: "asc" },
    take: page.limit + 1,
    select: withRoleOf(actor),
  });
  return pageOf(rows, page, { key: ({ slug }) => [slug], shape: (row) => shapeFor(actor, row) });
}

/** A class that somebody is in; null where there is none, which is the same to everybody else. */
export async function findClass(actor: Actor, slug: string): Promise<Class | null> {
  const row = await db().class.findFirst({ where: { slug, ...knownTo(actor) }, select: withRoleOf(actor) });
  return row && shapeFor(actor, row);
}

/** The same; throws `not-found`. */
export async function requireClass(actor: Actor, slug: string): Promise<Class> {
  const found = await findClass(actor, slug);
  if (!found) throw noClass();
  return found;
}

function withRoleOf(actor: Actor) {
  return {
    ...CLASS_FIELDS,
    memberships: { where: { userId: actor.id }, select: { role: true } },
  } as const;
}

type RowWithRole = Parameters<typeof classShape>[0] & { memberships: { role: Class["role"] }[] };

function shapeFor({ scope }: Actor, row: RowWithRole): Class {
  const role = row.memberships[0]?.role;
  if (role === undefined) throw new Error(`${row.slug} was read by somebody who is not in it`);
  return classShape(row, role, scope);
}

const TRIES = 12;

/** Makes a class with the asker as its instructor. Without a slug one is made of the name; throws `already-taken` for one that was given. */
export async function createClass(
  actor: Actor,
  wish: { name: string; slug?: string | undefined },
): Promise<Class> {
  const username = await findUsername(actor);
  for (let tries = 0; tries < TRIES; tries++) {
    const slug = await chooseSlug(wish);
    try {
      return await db().$transaction(async (tx) => {
        const row = await tx.class.create({
          data: {
            slug,
            name: wish.name,
            joinCode: newJoinCode(),
            memberships: { create: { userId: actor.id, role: "instructor", ...username } },
          },
          select: CLASS_FIELDS,
        });
        await audit(tx, { classId: row.id, by: actor, action: "class.created" });
        return classShape(row, "instructor");
      });
    } catch (error) {
      // Somebody took the slug or the code a moment ago: the next try sees it and chooses another.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw new Refusal("unavailable", "Too many classes are being made at once. Try again.");
}

const NO_USERNAME = { username: null, usernameKey: null };

/** What somebody without e-mail signs in by: so that they still can when they leave the class that made their account. */
export async function findUsername(actor: Actor) {
  if (actor.email !== null) return NO_USERNAME;
  const member = await db().membership.findFirst({
    where: { userId: actor.id, usernameKey: { not: null } },
    select: { username: true, usernameKey: true },
  });
  return member ?? NO_USERNAME;
}

async function chooseSlug({ name, slug }: { name: string; slug?: string | undefined }): Promise<string> {
  if (slug === undefined) return freeClassSlug(wishedSlug(name, "class"));
  if ((await db().class.count({ where: { slug } })) === 0) return slug;
  throw new Refusal("already-taken", `The short name ${slug} is in use. Choose another.`, {
    errors: [{ field: "slug", message: "in use" }],
  });
}

/** The wished slug, or the next that no class has. */
export async function freeClassSlug(wished: string): Promise<string> {
  const rows = await db().class.findMany({
    where: { slug: { startsWith: stemOf(wished) } },
    select: { slug: true },
  });
  return freeSlug(wished, new Set(rows.map((row) => row.slug)));
}

/** Changes a class that the asker instructs; throws `not-found` for every other, `bad-input` for days that cannot be kept. */
export async function changeClass(
  actor: Actor,
  slug: string,
  change: z.output<typeof classChange>,
): Promise<Class> {
  await requireDays(actor, slug, change.settings?.limits);
  const data = columnsOf(change);
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      await db().$transaction(async (tx) => {
        const { id } = await lockClassOf(tx, actor, slug, "instructor");
        const before = await tx.class.findUniqueOrThrow({ where: { id }, select: CLASS_FIELDS });
        if (before.archivedAt !== null && !opens(change)) throw archivedClass();
        const after = await tx.class.update({
          where: { id },
          data: {
            ...data,
            ...codeEnd(change, before),
            ...(change.renewJoinCode ? { joinCode: newJoinCode() } : {}),
          },
          select: CLASS_FIELDS,
        });
        await audit(tx, ...classChanges(before, after).map((what) => ({ classId: id, by: actor, ...what })));
      });
      return await requireClass(actor, slug);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error; // the new join code is another class's: make a newer one
    }
  }
  throw new Refusal("unavailable", "No free join code was found. Try again.");
}

/** Whether a change is one that an archived class takes: it is opened again, or is archived as it was. */
function opens({ archived, ...rest }: z.output<typeof classChange>): boolean {
  return archived === false || Object.values(rest).every((value) => value === undefined);
}

async function requireDays(
  actor: Actor,
  slug: string,
  { historyDays, summaryDays }: { historyDays?: number | undefined; summaryDays?: number | undefined } = {},
): Promise<void> {
  if (historyDays === undefined && summaryDays === undefined) return;
  requireWithinLimits({ historyDays, summaryDays });
  const { limits } = (await requireClass(actor, slug)).settings;
  requireOrdered({
    historyDays: historyDays ?? limits.historyDays,
    summaryDays: summaryDays ?? limits.summaryDays,
  });
}

/** When the code ends; one that is closed has no end, and opening it again forgets one that has passed. */
function codeEnd({ joinOpen, joinUntil }: z.output<typeof classChange>, before: ClassRow) {
  if (joinUntil !== undefined) return { joinUntil: joinUntil === null ? null : new Date(joinUntil) };
  const over = joinOpen === false || (joinOpen === true && !isCodeOpen({ ...before, joinOpen: true }));
  return over ? { joinUntil: null } : {};
}

function columnsOf({ name, joinOpen, archived, settings }: z.output<typeof classChange>) {
  const { limits, ...rights } = settings ?? {};
  return defined({
    name,
    joinOpen,
    archivedAt: archived === undefined ? undefined : archived ? new Date() : null,
    ...rights,
    maxMembers: limits?.members,
    maxKits: limits?.kits,
    maxTopics: limits?.topics,
    messagesPerSecond: limits?.messagesPerSecond,
    historyDays: limits?.historyDays,
    summaryDays: limits?.summaryDays,
  });
}

type Defined<Columns> = { [Name in keyof Columns]?: Exclude<Columns[Name], undefined> };

/** Without the entries that are undefined, which Prisma would take for "any" or "leave". */
function defined<Columns extends object>(columns: Columns): Defined<Columns> {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Columns>; // the same keys, fewer of them
}
