import { live } from "../live";
import { log } from "../log";

/**
 * Drops what the broker keeps of kits that were just deleted. They are gone whatever comes of it, so a failure is
 * logged and not answered.
 */
export async function forgetKits(className: string, kits: readonly string[]): Promise<void> {
  for (const kit of kits) {
    try {
      await live.require().forgetKit({ class: className, kit });
    } catch (error) {
      log.error("router.forget-kit", error, { class: className, kit });
    }
  }
}
