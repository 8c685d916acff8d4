import { pool } from "./client";

export type SeenKit = { class: string; kit: string; ownerId: string | null; privateKits: boolean };

/** Keeps whether a kit is connected; answers whose it is, or null where there is no such kit or nothing changed. */
export async function setOnline(at: {
  class: string;
  kit: string;
  online: boolean;
  at: number;
}): Promise<SeenKit | null> {
  const { rows } = await pool().query<{ owner_id: string | null; private_kits: boolean }>(
    `UPDATE kit SET online = $3, last_seen_at = to_timestamp($4 / 1000.0)
     FROM class WHERE class.id = kit.class_id AND class.slug = $1 AND kit.slug = $2 AND kit.online IS DISTINCT FROM $3
     RETURNING kit.owner_id, class.private_kits`,
    [at.class, at.kit, at.online, at.at],
  );
  const row = rows[0];
  return row ? { class: at.class, kit: at.kit, ownerId: row.owner_id, privateKits: row.private_kits } : null;
}

/** No kit is connected to a server that has just started. */
export async function setAllOffline(): Promise<void> {
  await pool().query("UPDATE kit SET online = false WHERE online");
}

/** Notes when kits were last heard of, many at once; times in milliseconds. */
export async function noteKitsSeen(seen: ReadonlyMap<string, number>): Promise<void> {
  const kits = [...seen.keys()];
  await pool().query(
    `UPDATE kit SET last_seen_at = to_timestamp(given.at / 1000.0)
     FROM unnest($1::uuid[], $2::bigint[]) AS given (id, at) WHERE kit.id = given.id`,
    [kits, kits.map((kit) => seen.get(kit))],
  );
}
