import { ACTIVITY_DAYS, type KitActivity } from "../contract/activity";
import type { Actor } from "../contract/actor";
import { HOUR } from "../contract/buckets";
import type { Page } from "../contract/shapes";
import { db } from "./client";
import { sizesByDay } from "./history-size";
import { KIT_FIELDS, kitShape } from "./kit-shape";
import { afterName, type PageAsked, pageOf } from "./pages";
import { instructedBy } from "./scope";

const DAY = 24 * HOUR;

/** The kits of a class that the asker instructs with how many messages of each day are stored, in the order of their slugs. */
export async function activityOf(
  actor: Actor,
  className: string,
  page: PageAsked,
): Promise<Page<KitActivity>> {
  const after = afterName(page);
  const rows = await db().kit.findMany({
    where: {
      class: { slug: className, ...instructedBy(actor) },
      ...(after === null ? {} : { slug: { gt: after } }),
    },
    orderBy: { slug: "asc" },
    take: page.limit + 1,
    select: { ...KIT_FIELDS, topics: { select: { id: true } } },
  });
  const end = Math.ceil(Date.now() / HOUR) * HOUR; // whole hours are counted already
  const topics = rows.slice(0, page.limit).flatMap((row) => row.topics.map(({ id }) => id));
  const sizes = await sizesByDay(topics, { from: end - ACTIVITY_DAYS * DAY, days: ACTIVITY_DAYS });
  return pageOf(rows, page, {
    key: ({ slug }) => [slug],
    shape: (row) => {
      const { slug, name, owner } = kitShape(row);
      const days = Array.from({ length: ACTIVITY_DAYS }, (_, day) =>
        row.topics.reduce((sum, { id }) => sum + (sizes.get(id)?.[day] ?? 0), 0),
      );
      return { kit: slug, name, owner, days };
    },
  });
}
