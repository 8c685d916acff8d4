import type { Client } from "aedes";
import type { KitName } from "../../contract/kit-access";
import type { Qos } from "../../contract/shapes";
import type { Guard } from "./guard";
import { Line } from "./line";
import type { Pace } from "./pace";
import type { Rights } from "./rights";
import { Turns } from "./turns";
import type { WillPacket } from "./wills";

/** Whether a message goes to its subscribers, or no further than to its acknowledgement. */
export type Verdict = "distribute" | "acknowledge";

/** A connection whose sender is known. */
export type Session = {
  readonly client: Client;
  readonly guard: Guard;
  /** Null: the server's own link. */
  readonly kit: KitName | null;
  rights: Rights;
  /** The grant's stamp; when the policy gives another one, this connection ends. */
  readonly stamp: string;
  readonly pace: Pace | null;
  /** Messages a second, for telling. */
  rate: number;
  /** Granted filters and their QoS. */
  readonly filters: Map<string, Qos>;
  readonly will: WillPacket | null;
  /** Its messages, each with what becomes of it. */
  readonly line: Line<Verdict>;
  readonly turns: Turns;
  /** Its rights have ended: it is being closed, and its will is not published. */
  ended: boolean;
};

export type NewSession = Pick<
  Session,
  "client" | "guard" | "kit" | "rights" | "stamp" | "pace" | "rate" | "will"
>;

export function openSession(given: NewSession): Session {
  return { ...given, filters: new Map(), line: new Line(), turns: new Turns(given.pace), ended: false };
}
