"use client";

import { useEffect, useRef, useState } from "react";
import { followDownload } from "@/_ui/save-file";
import { type Ended, type Progress, runExport } from "./run-export";
import type { Source } from "./source";
import { canPickFile, collect, NoRoom, pickFile, type Target } from "./target";

/** What a page collects at most before it leaves a file to the browser's own downloads. */
const MOST_COLLECTED = 256 * 1024 * 1024;
/** How often what has come is shown, in milliseconds. */
const PACE = 200;

export type ExportState = { kind: "asking" } | ({ kind: "running" } & Progress) | Ended;

/** An export of this page: begun, followed, cancelled; it ends with the page. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ kind: "asking" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(source: Source): Promise<void> {
    const target = await targetFor(source.name).catch((error: unknown) => {
      if (error instanceof NoRoom) setState({ kind: "no-room" });
      else throw error;
      return null;
    });
    if (!target) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", rows: 0, bytes: 0 });
    const ended = await runExport({
      source,
      target,
      signal: controller.signal,
      onProgress: paced(setRunning),
    });
    if (ended.kind === "too-large") followDownload(source.href, source.name);
    running.current = null;
    setState(ended);
  }

  const setRunning = (progress: Progress) => setState({ kind: "running", ...progress });
  return {
    state,
    start,
    cancel: () => running.current?.abort(),
    again: () => setState({ kind: "asking" }),
  };
}

async function targetFor(name: string): Promise<Target | null> {
  return canPickFile() ? pickFile(name) : collect(MOST_COLLECTED);
}

function paced(show: (progress: Progress) => void): (progress: Progress) => void {
  let shown = 0;
  return (progress) => {
    if (performance.now() - shown < PACE) return;
    shown = performance.now();
    show({ ...progress });
  };
}
