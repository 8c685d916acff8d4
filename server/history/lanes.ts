import { openRecorder, type Recorder } from "./recorder";

/** What came before this is from the past: its hour may be being summed up, or was (sql/rollups.ts). */
const PAST_MS = 2 * 3600 * 1000;

/**
 * A recorder in which readings from the past have a queue of their own: one that waits for its hour, which may take
 * long where much is stored in it, holds up nobody's live readings.
 */
export function openLanes(): Recorder {
  const live = openRecorder();
  const past = openRecorder();
  const laneOf = ({ at }: { at: number }) => (at < Date.now() - PAST_MS ? past : live);
  return {
    record: (message) => laneOf(message).record(message),
    recordUnawaited: (message, lost) => laneOf(message).recordUnawaited(message, lost),
    get pending() {
      return live.pending + past.pending;
    },
    close: async () => {
      await Promise.all([live.close(), past.close()]);
    },
  };
}
