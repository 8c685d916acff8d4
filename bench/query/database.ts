import { startProduct } from "../peers/product";
import { CLASS, DAY, DAYS, KITS, TOPICS } from "./dataset";
import { load, type Say } from "./load";
import { openSession, type Session } from "./session";
import { openStore, type Store } from "./store";

/** A database that nobody has added to for so long is made anew, not brought up to date. */
const TOO_OLD = 2 * DAY;
const ENOUGH = { messagesPerSecond: 1000 };

/**
 * Makes the database that the queries are about, or brings the one of an earlier run up to date: its thirty days end
 * now, as those of a class do. Answers how many messages it holds.
 */
export async function prepareDatabase(server: string, dataDir: string, say: Say): Promise<number> {
  const product = await startProduct(server, dataDir);
  const session = await openSession(product);
  await makeClass(session);
  session.close();
  await product.stop();
  const store = await openStore(dataDir);
  try {
    await fill(store, say);
    const [total] = await store.query<{ count: string }>("SELECT count(*) FROM message");
    return Number(total?.count);
  } finally {
    await store.close();
  }
}

async function makeClass(session: Session): Promise<void> {
  const known = await session.ask("GET", `/api/v1/classes/${CLASS}`);
  if (known.status === 200) return;
  const must = async (method: string, path: string, body: unknown) => {
    const { status, body: answer } = await session.ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${answer}`);
  };
  await must("POST", "/api/v1/classes", { name: "Bench", slug: CLASS });
  await must("PATCH", `/api/v1/classes/${CLASS}`, { settings: { limits: ENOUGH } });
  for (const kit of KITS) await must("POST", `/api/v1/classes/${CLASS}/kits`, { name: kit, slug: kit });
  for (const { path } of TOPICS)
    await must("POST", `/api/v1/classes/${CLASS}/topics`, { topic: `${CLASS}/${path}` });
}

async function fill(store: Store, say: Say): Promise<void> {
  const now = Date.now();
  const [newest] = await store.query<{ at: number | null }>(
    `SELECT (extract(epoch FROM max(at)) * 1000)::float8 AS at FROM message
     WHERE topic_id = (SELECT id FROM topic WHERE path = $1)`,
    [TOPICS[0]?.path],
  );
  const last = newest?.at ?? 0;
  if (last !== 0 && now - last > TOO_OLD)
    throw new Error(
      `This database is ${Math.round((now - last) / DAY)} days old: delete it, to have it made anew.`,
    );
  await load(store, { from: last === 0 ? now - DAYS * DAY : last + 1, to: now, say });
}
