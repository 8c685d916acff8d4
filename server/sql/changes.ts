import pg from "pg";
import { z } from "zod";
import { log } from "../log";

/** What a trigger announced: which row of which table changed, in the class of that slug (null where unknown). */
export type Change = {
  table: "user" | "class" | "membership" | "kit" | "topic" | "api_token";
  op: "insert" | "update" | "delete";
  id: string | null;
  classId: string | null;
  class: string | null;
  userId: string | null;
  kitId: string | null;
  /** A class's or kit's slug, a topic's path. */
  name: string | null;
};

const announced = z.object({
  table: z.enum(["user", "class", "membership", "kit", "topic", "api_token"]),
  op: z.enum(["insert", "update", "delete"]),
  id: z.union([z.string(), z.number().transform(String)]).nullish(),
  class: z.string().nullish(),
  user: z.string().nullish(),
  kit: z.string().nullish(),
  name: z.string().nullish(),
});

const CHANNEL = "kitroom_changes";
const RETRY_AFTER = 500;

export type ChangeListener = {
  change(change: Change): void;
  /** The connection was away: anything may have changed. */
  missed(): void;
};

/**
 * Listens for what the triggers of the migrations announce. Whoever changes a right, on whichever instance,
 * every instance hears of it when the transaction commits.
 */
export async function listenForChanges(url: string, on: ChangeListener): Promise<{ close(): Promise<void> }> {
  const slugs = new Map<string, string>();
  let client: pg.Client | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const opened = new pg.Client({ connectionString: url, keepAlive: true });
    opened.on("error", (error) => lost(opened, error));
    opened.on("end", () => lost(opened, "ended"));
    opened.on("notification", ({ payload }) => tell(payload ?? ""));
    await opened.connect();
    await opened.query(`LISTEN ${CHANNEL}`);
    const { rows } = await opened.query<{ id: string; slug: string }>("SELECT id, slug FROM class");
    for (const { id, slug } of rows) slugs.set(id, slug);
    client = opened;
  }

  function lost(which: pg.Client, reason: unknown): void {
    if (closed || client !== which) return;
    client = null;
    log.warn("sql.listener-lost", { reason: String(reason) });
    which.end().catch(() => {});
    again();
  }

  function again(): void {
    if (closed) return;
    setTimeout(() => {
      connect().then(on.missed, (error: unknown) => {
        log.debug("sql.listener-retry", { reason: String(error) });
        again();
      });
    }, RETRY_AFTER).unref();
  }

  function tell(payload: string): void {
    try {
      const { id, class: classId, user, kit, name, ...rest } = announced.parse(JSON.parse(payload));
      if (rest.table === "class" && classId && name) slugs.set(classId, name);
      on.change({
        ...rest,
        id: id ?? null,
        classId: classId ?? null,
        class: (classId && slugs.get(classId)) ?? null,
        userId: user ?? null,
        kitId: kit ?? null,
        name: name ?? null,
      });
    } catch (error) {
      log.error("sql.change-unreadable", error, { payload });
    }
  }

  await connect();
  return {
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}
