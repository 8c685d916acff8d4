import { findText } from "../contract/payload";
import { log } from "../log";
import { noteKitsSeen, type SeenKit, setAllOffline, setOnline } from "../sql/presence";
import type { Inbound, KitName, Presence } from "./broker";

/** A kit came or went. Whoever reads the kit at this time or later finds it so: a page must not miss it in between. */
export type PresenceChange = SeenKit & { online: boolean; at: number };

/** How often the times at which kits were last heard of are written, in milliseconds. */
const WRITE_EVERY = 5000;

/**
 * Who is there: from connecting and disconnecting, and from what a kit says of itself on `status` (a kit that
 * sleeps may say `offline` and stay connected). Changes are written in their order, then told.
 */
export async function openPresence(tell: (change: PresenceChange) => void) {
  await setAllOffline();
  const seen = new Map<string, number>();
  let chain: Promise<unknown> = Promise.resolve();

  function change({ kit, online, at }: Presence): void {
    const [className = "", slug = ""] = kit.split(".");
    chain = chain
      .then(() => setOnline({ class: className, kit: slug, online, at }))
      .then((whose) => whose && tell({ ...whose, online, at: Date.now() }))
      .catch((error: unknown) => log.error("mqtt.presence", error, { kit }));
  }

  async function write(): Promise<void> {
    if (seen.size === 0) return;
    const batch = new Map(seen);
    seen.clear();
    await noteKitsSeen(batch).catch((error: unknown) => log.warn("mqtt.seen", { reason: String(error) }));
  }

  const timer = setInterval(write, WRITE_EVERY).unref();
  return {
    change,
    seen: (kitId: string, at: number) => seen.set(kitId, at),
    status: ({ topic, payload, at }: Inbound) => {
      const said = findText(payload);
      const [className, slug] = topic.split("/");
      const kit: KitName = `${className ?? ""}.${slug ?? ""}`;
      if (said === "online" || said === "offline") change({ kit, online: said === "online", at });
    },
    close: async () => {
      clearInterval(timer);
      await chain;
      await write();
    },
  };
}
