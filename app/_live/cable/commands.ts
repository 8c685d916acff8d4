/** A kit has 64 bytes for what comes in: one command at a time, the next when it has answered or after this time. */
const ANSWER_WITHIN_MS = 250;
/** More wait for nobody: the oldest goes, as the newest says what is wanted now. */
const MOST_WAITING = 100;

/** Commands on their way to a kit, one unanswered at a time. */
export function createCommands(send: (frame: Uint8Array) => void, onWaiting: (count: number) => void) {
  const waiting: Uint8Array[] = [];
  let patience: ReturnType<typeof setTimeout> | null = null;

  const next = () => {
    if (patience !== null) clearTimeout(patience);
    patience = null;
    const frame = waiting.shift();
    onWaiting(waiting.length);
    if (frame === undefined) return;
    send(frame);
    patience = setTimeout(next, ANSWER_WITHIN_MS);
  };

  return {
    add: (frame: Uint8Array) => {
      waiting.push(frame);
      if (waiting.length > MOST_WAITING) waiting.shift();
      if (patience === null) next();
      else onWaiting(waiting.length);
    },
    /** The kit said that it has handled the last one, or has nobody for it. */
    answered: next,
    /** The kit began anew: what it was told is forgotten. */
    clear: () => {
      waiting.length = 0;
      if (patience !== null) clearTimeout(patience);
      patience = null;
      onWaiting(0);
    },
  };
}
