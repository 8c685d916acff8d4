import type { Actor } from "../contract/actor";
import type { ClassContents } from "../contract/shapes";
import { db } from "./client";
import { historyOf } from "./history-size";
import { instructedBy, noClass } from "./scope";

/** So many names of each are told. */
const NAMED = 12;

/** All that goes with a class that the asker instructs when it is deleted; the accounts are those that go too. */
export async function contentsOf(actor: Actor, slug: string): Promise<ClassContents> {
  const found = await db().class.findFirst({
    where: { slug, ...instructedBy(actor) },
    select: {
      id: true,
      _count: { select: { memberships: true, kits: true, topics: true, apiTokens: true } },
    },
  });
  if (!found) throw noClass();
  const { id: classId, _count: counts } = found;
  const onlyHere = { email: null, memberships: { some: { classId }, every: { classId } } };
  const [accounts, people, kits, { messages, bytes, oldestAt }] = await Promise.all([
    db().user.count({ where: onlyHere }),
    db().user.findMany({ where: onlyHere, orderBy: { name: "asc" }, take: NAMED, select: { name: true } }),
    db().kit.findMany({
      where: { classId },
      orderBy: { createdAt: "asc" },
      take: NAMED,
      select: { name: true },
    }),
    historyOf(actor, slug),
  ]);
  return {
    members: counts.memberships,
    accounts: { count: accounts, names: people.map(({ name }) => name) },
    kits: { count: counts.kits, names: kits.map(({ name }) => name) },
    topics: counts.topics,
    tokens: counts.apiTokens,
    messages,
    bytes,
    oldestAt,
  };
}
