"use client";

import { useLinkStatus } from "next/link";
import { Spinner } from "./spinner";

/** Inside a Link: turns while its page is on the way, where that takes long enough to be noticed. */
export function LinkWait() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span aria-hidden className="late ml-2 inline-flex align-middle">
      <Spinner className="size-3.5" />
    </span>
  );
}
