/** A kit has 64 bytes for what comes in: one command at a time, the next when it has answered or after this time. */
const ANSWER_WITHIN_MS = 250;
/** More wait for nobody: the oldest goes, as the newest says what is wanted now. */
const MOST_WAITING = 100;

/** Commands on their way to a kit, one unanswered at a time. */
export function createCommands(send: (frame: Uint8Array) => void, onWaiting: (count: number) => void) {
  const waiting: Uint8Array[] = [];
  let sent: Uint8Array | null = null;
  let patience: ReturnType<typeof setTimeout> | null = null;
  /** Answers that are still to come for commands that were given up waiting for. */
  let owed = 0;

  const next = () => {
    if (patience !== null) clearTimeout(patience);
    patience = null;
    sent = waiting.shift() ?? null;
    onWaiting(waiting.length);
    if (sent === null) return;
    send(sent);
    patience = setTimeout(() => {
      owed += 1;
      next();
    }, ANSWER_WITHIN_MS);
  };

  return {
    add: (frame: Uint8Array) => {
      waiting.push(frame);
      if (waiting.length > MOST_WAITING) waiting.shift();
      if (patience !== null) return onWaiting(waiting.length);
      owed = 0; // after a rest no answer is late any more: it was lost, or there was none
      next();
    },
    /** The kit said that it has handled one, or has nobody for it. */
    answered: () => {
      if (owed > 0) owed -= 1;
      else next();
    },
    /** The kit began anew: what it was told last may be lost, and is told again. */
    restarted: () => {
      owed = 0;
      if (sent !== null) waiting.unshift(sent);
      next();
    },
    /** There is nobody to tell any more. */
    clear: () => {
      waiting.length = 0;
      sent = null;
      if (patience !== null) clearTimeout(patience);
      patience = null;
      onWaiting(0);
    },
  };
}
