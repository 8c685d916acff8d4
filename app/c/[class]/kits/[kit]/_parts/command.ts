import { readPayload } from "#server/contract/payload";
import type { RefusalCode } from "#server/contract/refusal";

/** Why a command was taken back on the page. */
export type Undone =
  | { kind: "refused"; code: RefusalCode }
  | { kind: "unconfirmed" }
  | { kind: "different"; reported: string };

/** A command on its way: sent, acknowledged by the broker, done when the kit reports its stream back with that value. */
export type Command =
  | { kind: "idle" }
  | { kind: "sent"; wanted: string; reported: string | null }
  | { kind: "acknowledged"; wanted: string; reported: string | null }
  | { kind: "queued"; wanted: string; reported: string | null }
  | { kind: "done"; wanted: string }
  | { kind: "undone"; wanted: string; why: Undone };

export type CommandEvent =
  | { type: "send"; wanted: string }
  /** `away`: the kit is not connected, so the broker keeps the command for it. */
  | { type: "acknowledged"; away: boolean }
  | { type: "refused"; code: RefusalCode }
  /** The kit published its stream. */
  | { type: "reported"; payload: string }
  /** The kit came back. */
  | { type: "back" }
  /** The kit had time enough to report. */
  | { type: "expired" };

export const IDLE: Command = { kind: "idle" };

export function command(state: Command, event: CommandEvent): Command {
  if (event.type === "send") return { kind: "sent", wanted: event.wanted, reported: null };
  if (state.kind === "idle" || state.kind === "done" || state.kind === "undone") return state;
  const { wanted, reported } = state;
  switch (event.type) {
    case "refused":
      return { kind: "undone", wanted, why: { kind: "refused", code: event.code } };
    case "acknowledged":
      return state.kind === "sent"
        ? { kind: event.away ? "queued" : "acknowledged", wanted, reported }
        : state;
    case "reported":
      return sameState(event.payload, wanted)
        ? { kind: "done", wanted }
        : { ...state, reported: event.payload };
    case "back":
      return state.kind === "queued" ? { kind: "acknowledged", wanted, reported } : state;
    case "expired":
      return state.kind === "acknowledged"
        ? {
            kind: "undone",
            wanted,
            why: reported === null ? { kind: "unconfirmed" } : { kind: "different", reported },
          }
        : state;
  }
}

/** Whether two payloads name the same state, though a kit may write `1`, `true` or `ON` for `on`, and `21.0` for `21`. */
export function sameState(one: string, other: string): boolean {
  return stateOf(one) === stateOf(other);
}

function stateOf(payload: string): string {
  const reading = readPayload(payload);
  if (reading.kind === "switch") return reading.value ? "1" : "0";
  if (reading.kind === "number") return String(reading.value);
  return payload.trim();
}
