import { type Export, exportHref } from "./export-href";
import { exportName } from "./export-name";
import { createRowCounter } from "./row-counter";

/** A file that the server makes: where it is, what it is called, and what counts the rows in it as it comes. */
export type Source = {
  href: string;
  name: string;
  /** What is left of it is called where it broke off. */
  partName: string;
  counter(): { add(bytes: Uint8Array): number };
};

/** A file of messages. */
export function messagesSource(asked: Export): Source {
  return {
    href: exportHref(asked),
    name: exportName(asked),
    partName: exportName(asked, { partial: true }),
    counter: () => createRowCounter(asked.form),
  };
}
