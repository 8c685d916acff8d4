import type { Grant } from "../../contract/kit-access";
import { covers, matches } from "../../contract/topic";

/** A grant made ready for the question that is asked of every delivery. */
export type Rights = {
  mayPublish(topic: string): boolean;
  maySubscribe(filter: string): boolean;
  mayReceive(topic: string): boolean;
  /** Topics that were found right to publish to: a kit has a few, and names each with every message. */
  readonly publishable: Set<string>;
};

/** What the server's own link may: everything. */
export const ALL_RIGHTS: Rights = {
  mayPublish: () => true,
  maySubscribe: () => true,
  mayReceive: () => true,
  publishable: new Set(),
};

export function rightsOf({ publish, subscribe }: Pick<Grant, "publish" | "subscribe">): Rights {
  const publishing = publish.map(tester);
  const receiving = subscribe.map(tester);
  return {
    mayPublish: (topic) => publishing.some((test) => test(topic)),
    maySubscribe: (filter) => subscribe.some((granted) => covers(granted, filter)),
    mayReceive: (topic) => receiving.some((test) => test(topic)),
    publishable: new Set(),
  };
}

/** `class/#`, the usual grant, needs no taking apart of each topic. */
function tester(filter: string): (topic: string) => boolean {
  const beginning = filter.slice(0, -1);
  if (!filter.endsWith("/#") || /[+#]/.test(beginning)) return (topic) => matches(filter, topic);
  const itself = beginning.slice(0, -1);
  return (topic) => topic.startsWith(beginning) || topic === itself;
}
