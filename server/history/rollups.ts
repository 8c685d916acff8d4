import { log } from "../log";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { decodeStored } from "../sql/stored-numbers";

const MINUTE = 60 * 1000;

/**
 * Keeps the sums of whole hours from which long charts are drawn: soon after an hour ends, and again after a message
 * came late. Until then that hour is read from its messages, so charts are right at any time.
 */
export function openRollups(): { close(): Promise<void> } {
  let closed = false;
  let busy = false;
  let troubled = false;

  async function keep(): Promise<void> {
    busy = true;
    try {
      while (!closed && (await decodeStored()));
      for (const hour of await openHoursBefore(Date.now() - MINUTE)) {
        if (closed) return;
        await rollHour(hour);
      }
      troubled = false;
    } catch (error) {
      if (!troubled) log.error("history.rollups", error);
      troubled = true;
    } finally {
      busy = false;
    }
  }

  let running = keep();
  const timer = setInterval(() => {
    if (!busy) running = keep();
  }, MINUTE).unref();
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
