import { kitUsername } from "./authority/kit-key";
import { log } from "./log";
import type { Broker } from "./mqtt/broker";
import type { Registry } from "./mqtt/registry";
import type { Change } from "./sql/changes";
import { kitNames } from "./sql/kit-access";

/** Whose rights are to be checked again; nothing given means everybody's. */
export type Affected = { class?: string; userId?: string };

type Parts = {
  registry: Registry;
  broker: Broker;
  sockets: { recheck(affected: Affected): void; classChanged(className: string): void };
};

/**
 * What a change in the database ends or begins: sockets leave rooms, kits are disconnected, pages are told to read
 * again. The one place where the announcements of the database meet the live parts.
 */
export function followRights({ registry, broker, sockets }: Parts) {
  async function refreshKits(of: { classId?: string; ownerId?: string }): Promise<void> {
    const kits = await kitNames(of);
    await Promise.all(kits.map(({ class: className, kit }) => broker.refresh(kitUsername(className, kit))));
  }

  async function follow(change: Change): Promise<void> {
    const affected: Affected = {
      ...(change.class === null ? {} : { class: change.class }),
      ...(change.table === "user" || change.table === "membership" || change.table === "api_token"
        ? { ...(change.userId === null ? {} : { userId: change.userId }) }
        : {}),
    };
    if (change.class !== null) forget(change, change.class);
    if (change.table !== "topic" || change.op === "delete") sockets.recheck(affected);
    if (change.class !== null && change.table !== "api_token") sockets.classChanged(change.class);
    if (change.table === "kit" && change.class !== null && change.name !== null) {
      await broker.refresh(kitUsername(change.class, change.name));
    }
    if (change.table === "class" && change.classId !== null) await refreshKits({ classId: change.classId });
    if (change.table === "membership" && change.classId !== null && change.userId !== null) {
      await refreshKits({ classId: change.classId, ownerId: change.userId });
    }
  }

  function forget(change: Change, className: string): void {
    if (change.table === "topic" && change.op !== "insert") registry.forget(`${className}/${change.name}`);
    if (change.table === "kit") registry.forget(`${className}/${change.name}`);
    if (change.table === "class") registry.forget(className);
  }

  const following = new Set<Promise<void>>();
  function watch(work: Promise<void>, facts: object): void {
    const one: Promise<void> = work
      .catch((error: unknown) => log.error("rights.follow", error, { ...facts }))
      .finally(() => following.delete(one));
    following.add(one);
  }

  return {
    change: (change: Change) => watch(follow(change), change),
    missed: () => {
      registry.forget();
      sockets.recheck({});
      watch(refreshKits({}), { missed: true });
    },
    /** Resolves when what was announced so far has been followed. */
    close: async () => {
      await Promise.all(following);
    },
  };
}
