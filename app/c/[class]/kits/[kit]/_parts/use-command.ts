"use client";

import { useEffect, useReducer, useRef } from "react";
import type { Qos } from "#server/contract/shapes";
import { publish } from "@/_live/publish";
import type { TopicView } from "@/_live/topic-log";
import { type Command, command, IDLE } from "./command";

/** A command must arrive; a reading may be lost, the next one is a second away. */
export const COMMAND_QOS: Qos = 1;
/** How long a kit has to report its stream back. */
export const REPORT_MS = 10_000;
const DONE_SHOWN_MS = 4000;

export type CommandLine = {
  state: Command;
  send(command: { topic: string; payload: string; qos?: Qos; retain?: boolean }): Promise<void>;
};

export type Watched = {
  /** The topic on which the kit reports the commanded stream back. */
  reports: string;
  /** The newest of what it said there; a kit that never did is not waited for. */
  report: TopicView | null;
  online: boolean;
};

/** Sends commands and follows what becomes of them. */
export function useCommand({ reports: topic, report, online }: Watched): CommandLine {
  const [state, dispatch] = useReducer(command, IDLE);
  const reports = report !== null;
  const count = report?.count ?? 0;
  const payload = report && typeof report.last.payload === "string" ? report.last.payload : "";
  const seen = useRef({ topic, count });

  useEffect(() => {
    const { current } = seen;
    seen.current = { topic, count };
    // Another stream is watched now: what it said before is no answer.
    if (current.topic === topic && current.count !== count) dispatch({ type: "reported", payload });
  }, [topic, count, payload]);

  useEffect(() => {
    if (online) dispatch({ type: "back" });
  }, [online]);

  useEffect(() => {
    if (state.kind !== "acknowledged" || !reports) return;
    const timer = setTimeout(() => dispatch({ type: "expired" }), REPORT_MS);
    return () => clearTimeout(timer);
  }, [state.kind, reports]);

  const send: CommandLine["send"] = async (asked) => {
    dispatch({ type: "send", wanted: asked.payload });
    const reply = await publish({ qos: COMMAND_QOS, ...asked });
    if (reply.ok) dispatch({ type: "acknowledged", away: !online });
    else dispatch({ type: "refused", code: reply.code });
  };

  return { state: useFading(state), send };
}

/** "Done" has been read after a while. */
function useFading(state: Command): Command {
  const [faded, fade] = useReducer((_: Command | null, done: Command) => done, null);
  useEffect(() => {
    if (state.kind !== "done") return;
    const timer = setTimeout(() => fade(state), DONE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return faded === state ? IDLE : state;
}
