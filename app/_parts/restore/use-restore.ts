"use client";

import { useEffect, useRef, useState } from "react";
import type { RefusalCode } from "#server/contract/refusal";
import type { RestoredClass } from "#server/contract/shapes";
import { type Sent, sendFile } from "./send-file";

export type RestoreState =
  | { kind: "asking" }
  | ({ kind: "running" } & Sent)
  | { kind: "done"; made: RestoredClass }
  | { kind: "cancelled" }
  | { kind: "refused"; code: RefusalCode; message: string };

/** A class that this page has restored from a file: begun, followed, cancelled; it ends with the page. */
export function useRestore() {
  const [state, setState] = useState<RestoreState>({ kind: "asking" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(file: File): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", bytes: 0, total: file.size });
    const reply = await sendFile<RestoredClass>("/classes/import", file, {
      signal: controller.signal,
      onSent: (sent) => setState({ kind: "running", ...sent }),
    });
    running.current = null;
    if (reply.ok) setState({ kind: "done", made: reply.value });
    else if (controller.signal.aborted) setState({ kind: "cancelled" });
    else setState({ kind: "refused", code: reply.code, message: reply.message });
  }

  return {
    state,
    start,
    cancel: () => running.current?.abort(),
    again: () => setState({ kind: "asking" }),
  };
}
