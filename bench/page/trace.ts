/** An event of Chromium's tracing; times in microseconds (Trace Event Format). */
export type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** The processor's time of it alone. */
  tdur?: number;
  args?: { name?: string };
};

/** What a page's main thread did in a time. */
export type MainThread = {
  seconds: number;
  /** The share of the time in which it ran a task. */
  busy: number;
  /** The same as time of the processor: what is left of it where other programs take the machine meanwhile. */
  cpu: number;
  /** The longest task, in milliseconds: so long nobody was answered. */
  longestMs: number;
  /** Pictures a second that it made anew. */
  paints: number;
  /** Callbacks of requestAnimationFrame a second. */
  frames: number;
};

export const CATEGORIES = [
  "toplevel",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
];

/** Reads the busiest renderer's main thread out of a trace; throws where there is none. */
export function mainThreadOf(events: readonly TraceEvent[]): MainThread {
  const own = busiest(events);
  const tasks = own.filter(isTask);
  // From its first task to its last: events of others may be of before the recording.
  const begins = tasks.map(({ ts }) => ts);
  const ends = tasks.map(({ ts, dur = 0 }) => ts + dur);
  const seconds =
    (ends.reduce((a, b) => Math.max(a, b), 0) - begins.reduce((a, b) => Math.min(a, b), Infinity)) / 1e6;
  const count = (name: string) => own.filter((event) => event.name === name && event.ph !== "E").length;
  return {
    seconds,
    busy: tasks.reduce((sum, { dur = 0 }) => sum + dur, 0) / 1e6 / seconds,
    cpu: tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1e6 / seconds,
    longestMs: tasks.reduce((most, { dur = 0 }) => Math.max(most, dur), 0) / 1000,
    paints: count("Commit") / seconds,
    frames: count("FireAnimationFrame") / seconds,
  };
}

const isTask = ({ name, ph }: TraceEvent) => ph === "X" && name === "RunTask";

function busiest(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = events
    .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid));
  const work = (thread: readonly TraceEvent[]) =>
    thread.filter(isTask).reduce((sum, { dur = 0 }) => sum + dur, 0);
  const [most] = threads.toSorted((one, other) => work(other) - work(one));
  if (!most) throw new Error("the trace has no page in it");
  return most;
}
