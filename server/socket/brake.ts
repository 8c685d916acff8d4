/** How many requests a socket may make at once, and how many a second in the long run. */
const BURST = 1000;
const PER_SECOND = 200;

/** A bucket of requests for one socket: answers the seconds to wait, 0 where the request may pass. */
export function openBrake(now: () => number = () => performance.now()): () => number {
  let left = BURST;
  let last = now();
  return () => {
    const moment = now();
    left = Math.min(BURST, left + ((moment - last) / 1000) * PER_SECOND);
    last = moment;
    if (left < 1) return Math.ceil((1 - left) / PER_SECOND);
    left--;
    return 0;
  };
}
