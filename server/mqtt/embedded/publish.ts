import type { Client, PublishPacket } from "aedes";
import { Refusal } from "../../contract/refusal";
import { LIMITS, requireTopicParts } from "../../contract/topic";
import { log } from "../../log";
import type { Inbound, Taken } from "../broker";
import { pubackPacket, type Reading } from "../readings";
import type { Complaints } from "./complaints";
import type { Connections } from "./connections";
import type { Hub, Marked } from "./hub";
import type { Held } from "./incoming";
import type { BrokerLimits } from "./limits";
import type { Persistence } from "./persistence";
import type { Session, Verdict } from "./session";
import { isMalformed } from "./text";

type Parts = {
  hub(): Hub;
  connections: Connections;
  persistence: Persistence;
  complaints: Complaints;
  limits: BrokerLimits;
  /** Takes an accepted message; resolves when it is stored, with its time (see Broker.start). */
  message(inbound: Inbound): Taken;
};

type Packet = Omit<PublishPacket, "cmd" | "dup" | "length"> & Marked & { dup?: boolean; messageId?: number };

/** Readings of QoS 1 of one connection that wait for their acknowledgement before the next go the usual way. */
const MOST_WAITING = 64;
/** Topics of one connection whose check is remembered. */
const MOST_REMEMBERED = 100;

/**
 * What happens to a PUBLISH (and to a will) before it is acknowledged. Aedes acknowledges when this calls back, and
 * distributes afterwards, so all that an acknowledgement promises is done here.
 */
export class Publishing {
  constructor(private readonly parts: Parts) {}

  /** Aedes's hook. An error closes the connection without an acknowledgement: the client will send again. */
  readonly authorize = (
    client: Client | null,
    packet: Packet,
    done: (error?: Error | null) => void,
  ): void => {
    const session = client && this.parts.connections.find(client);
    if (!session) done(new Error("nobody known sent this"));
    else if (packet === session.will && session.ended) done(new Error("the right to this will has ended"));
    else
      session.line.run(
        () => this.take(session, packet),
        (outcome) => {
          if ("error" in outcome) return done(outcome.error);
          this.letThrough(packet, outcome.value);
          done();
        },
      );
  };

  /**
   * Takes a plain reading that nothing stands in the way of, past Aedes, which would spend more on it than all the
   * rest of us. Answers false where it has to go the usual way: its topic was not looked at before, or it waits.
   */
  takeReading(session: Session, { topic, payload, qos, messageId }: Reading): boolean {
    const { client, rights, line, turns } = session;
    if (session.ended || client.closed || !rights.publishable.has(topic)) return false;
    if (line.length > (qos === 0 ? 0 : MOST_WAITING) || !turns.takeNow()) return false;
    const packet: Packet = { topic, payload, qos, retain: false, messageId };
    if (qos === 0) this.takeUnacknowledged(session, packet);
    else {
      const acknowledge = () => void session.guard.write(pubackPacket(messageId));
      this.letThroughInLine(session, packet, () => this.decide(session, packet), acknowledge);
    }
    return true;
  }

  /** Costs no promise where nothing has to be waited for. */
  private takeUnacknowledged(session: Session, packet: Packet): void {
    try {
      const verdict = this.decide(session, packet);
      if (verdict instanceof Promise) this.letThroughInLine(session, packet, () => verdict);
      else this.letThrough(packet, verdict);
    } catch (error) {
      session.guard.destroy(asError(error));
    }
  }

  private letThroughInLine(
    { line, guard }: Session,
    packet: Packet,
    decide: () => Verdict | Promise<Verdict>,
    acknowledge = () => {},
  ): void {
    line.run(decide, (outcome) => {
      if ("error" in outcome) {
        guard.destroy(outcome.error);
        return;
      }
      this.letThrough(packet, outcome.value);
      acknowledge();
    });
  }

  private letThrough(packet: Packet, verdict: Verdict): void {
    if (verdict === "distribute") this.parts.hub().distribute(packet);
    else this.parts.hub().settle(packet);
  }

  /**
   * A message that is refused is acknowledged all the same, and goes nowhere: MQTT 3.1.1 (3.3.5) has no other answer
   * but closing, upon which many clients would send it again for ever. One that could not be stored is not acknowledged.
   */
  private take(session: Session, packet: Packet): Verdict | Promise<Verdict> {
    if (isMalformed(packet.topic)) throw new Error("a topic that is not UTF-8");
    const turn = packet === session.will ? null : session.turns.take(() => this.slowed(session));
    return turn ? turn.then(() => this.decide(session, packet)) : this.decide(session, packet);
  }

  private decide(session: Session, packet: Packet): Verdict | Promise<Verdict> {
    try {
      this.check(session, packet);
      const verdict = this.accept(session, packet);
      if (!(verdict instanceof Promise)) return verdict;
      return verdict.catch((error: unknown) => this.refuse(session, packet, error));
    } catch (error) {
      return this.refuse(session, packet, error);
    }
  }

  private check({ kit, rights }: Session, { topic, payload, retain }: Packet): void {
    if (kit === null) return;
    if (!rights.publishable.has(topic)) {
      requirePublishable(topic, rights.mayPublish(topic));
      if (rights.publishable.size < MOST_REMEMBERED) rights.publishable.add(topic);
    }
    if (payload.length > LIMITS.payloadBytes)
      throw new Refusal("too-large", `A payload has at most ${LIMITS.payloadBytes} bytes.`);
    const { retainedPerKit } = this.parts.limits;
    if (
      retain &&
      payload.length > 0 &&
      this.parts.persistence.retained.countWith(topic, kit) > retainedPerKit
    )
      throw new Refusal("limit-reached", `A kit may have ${retainedPerKit} retained messages.`);
  }

  /** A plain reading of QoS 0 waits for nothing, so it costs no promise: it is nearly every message there is. */
  private accept(session: Session, packet: Packet): Verdict | Promise<Verdict> {
    const inbound = inboundOf(session, packet);
    const { messageId, qos, retain } = packet;
    if (qos === 2 && messageId !== undefined && session.kit !== null) {
      const { id: clientId } = session.client;
      return this.acceptOnce({ ...inbound, session: { clientId, messageId } }, packet, clientId);
    }
    const taken = this.parts.message(inbound);
    if (qos === 0 && !retain && !(taken instanceof Promise)) return "distribute";
    return this.acceptTaken(inbound, packet, taken);
  }

  private async acceptTaken(inbound: Inbound, packet: Packet, taken: Taken): Promise<Verdict> {
    const { at } = await taken;
    await this.keep({ ...inbound, at }, packet, null);
    return "distribute";
  }

  /** QoS 2: a PUBLISH that is sent again is recorded and distributed once, over reconnections and crashes. */
  private async acceptOnce(inbound: Inbound, packet: Packet, clientId: string): Promise<Verdict> {
    const { incoming } = this.parts.persistence;
    const repeated = incoming.findRepeated(clientId, packet);
    if (repeated && (await wasAccepted(repeated))) return this.acceptAgain(inbound, packet, repeated);
    const decided = Promise.resolve(this.parts.message(inbound));
    const held = incoming.hold(clientId, packet, decided, true);
    const { at } = await decided.catch(async (error: unknown) => {
      held.stored = false;
      await incoming.drop(held);
      throw error;
    });
    await this.keep({ ...inbound, at }, packet, held);
    return "distribute";
  }

  /** A repetition is distributed only where the server was killed between recording the message and distributing it. */
  private async acceptAgain(inbound: Inbound, packet: Packet, held: Held): Promise<Verdict> {
    const { incoming, store } = this.parts.persistence;
    incoming.repeat(packet, held);
    if (held.row.forwarded) {
      await store.commit();
      return "acknowledge";
    }
    await this.keep(inbound, packet, held);
    return "distribute";
  }

  /** Retained message and queues of persistent sessions, committed before the acknowledgement. */
  private async keep({ kit, topic, payload, qos, retain, at }: Inbound, packet: Packet, held: Held | null) {
    const { persistence, connections } = this.parts;
    if (retain) persistence.retained.keep({ topic, payload, qos, at, kit });
    const may = (clientId: string) => connections.findById(clientId)?.rights.mayReceive(topic) ?? true;
    const queued = qos > 0 ? await persistence.enqueue(packet, may) : 0;
    const changed = retain || queued > 0;
    if (held) persistence.incoming.forwarded(held, changed);
    if (changed) await persistence.store.commit();
  }

  private refuse({ kit, client }: Session, packet: Packet, error: unknown): Verdict {
    const refusal = error instanceof Refusal ? error : null;
    if (refusal && kit !== null) this.parts.complaints.add(kit, refusal, packet.topic);
    if (!refusal) log.error("mqtt.publish", error, { clientId: client.id });
    if (!refusal || refusal.code === "unavailable") throw error;
    return "acknowledge";
  }

  private slowed({ kit, rate }: Session): void {
    if (kit !== null) this.parts.complaints.slowed(kit, rate);
  }

  /** Records, keeps and distributes a will that a crash of the server left behind. */
  async publishLeft(inbound: Inbound): Promise<void> {
    const { topic, payload, qos, retain } = inbound;
    const packet: PublishPacket = {
      cmd: "publish",
      topic,
      payload: Buffer.from(payload),
      qos,
      retain,
      dup: false,
    };
    const { at } = await this.parts.message(inbound);
    await this.keep({ ...inbound, at }, packet, null);
    this.parts.hub().distribute(packet);
  }
}

/** Throws where this topic is none of ours, the server's own, or not this sender's. */
export function requirePublishable(topic: string, allowed: boolean): void {
  const { kind } = requireTopicParts(topic);
  if (kind === "errors") throw new Refusal("not-allowed", "Only the server publishes on errors.");
  if (!allowed) throw new Refusal("not-allowed", "This kit may not publish to this topic.");
}

function inboundOf({ kit }: Session, { topic, payload, qos, retain }: Packet): Inbound {
  return { kit, topic, payload: Buffer.from(payload), qos, retain, at: Date.now() };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function wasAccepted(held: Held): Promise<boolean> {
  return held.decided.then(
    () => true,
    () => false,
  );
}
