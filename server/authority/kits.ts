import type { Grant, Policy } from "../contract/kit-access";
import { SHARED } from "../contract/topic";
import { log } from "../log";
import { eachKitAccess, findKitAccess, type KitAccess } from "../sql/kit-access";
import { isKitKey, kitKey, kitUsername } from "./kit-key";

/**
 * What brokers ask about kits. A key has 120 bits, so a guess is worth nothing; wrong ones are refused, shown to the
 * instructor, and slowed where they come in (mqtt/embedded/key-guesses.ts), so that the true kit is never kept out.
 */
export const kitPolicy: Policy = {
  authenticate: async ({ username, password, clientId }) => {
    const access = await findByUsername(username);
    if (access && isKitKey(access, password)) return grantFor(access);
    log.warn("authority.kit-refused", { username: username.slice(0, 80), clientId: clientId.slice(0, 80) });
    return null;
  },
  grantOf: async (kit) => {
    const access = await findByUsername(kit);
    return access && grantFor(access);
  },
  kits: async function* () {
    for await (const access of eachKitAccess()) {
      yield { kit: kitUsername(access.class, access.kit), key: kitKey(access), grant: grantFor(access) };
    }
  },
};

/** Takes a kit's user name apart; null where it is none. */
export function findKitOfUsername(username: string): { class: string; kit: string } | null {
  const [className, kit, ...rest] = username.split(".");
  return className && kit && rest.length === 0 ? { class: className, kit } : null;
}

async function findByUsername(username: string): Promise<KitAccess | null> {
  const name = findKitOfUsername(username);
  return name && findKitAccess(name.class, name.kit);
}

/**
 * A kit's rights (docs/protocol.md, "MQTT"). Its `errors` topic is the server's to write. Whoever has its key reads what
 * it reads, so that private kits are private over MQTT as well.
 */
export function grantFor(kit: KitAccess): Grant {
  const { class: className, kit: slug } = kit;
  const commands = kit.kitsMayCommand ? [`${className}/+/set/#`] : [];
  return {
    publish: [`${className}/${slug}/#`, `${className}/${SHARED}/#`, ...commands],
    subscribe: kit.readsClass ? [`${className}/#`] : [`${className}/${slug}/#`, `${className}/${SHARED}/#`],
    messagesPerSecond: kit.messagesPerSecond,
    stamp: `${kit.id}:${kit.keyVersion}`,
  };
}
