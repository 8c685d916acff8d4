import { Aedes, type AedesOptions, type AedesPublishPacket, type Client, type PublishPacket } from "aedes";
import { Emitter } from "./emitter";
import type { Persistence } from "./persistence";

type Done = (error?: Error) => void;
/** A message to send out; wills and messages of Aedes itself come without the rest of a PUBLISH. */
type Outgoing = Pick<PublishPacket, "topic" | "payload"> & Partial<PublishPacket> & Marked;

/** On messages that were sent out or refused before Aedes comes to send them out; a set of them would cost much more. */
const SETTLED = Symbol("settled");
export type Marked = { [SETTLED]?: true };

/**
 * Aedes with another way of sending a message out. Aedes would store retained messages and queues here, after the
 * acknowledgement; our steps have done that before. And it numbers a message before these writes, so that one that
 * overtakes another makes subscribers take the other for a duplicate; here number and sending are one.
 */
export class Hub extends Aedes {
  declare readonly mq: Emitter<AedesPublishPacket>;
  /** Aedes's own count, of which it takes numbers for retained messages. */
  declare counter: number;
  private readonly memory: Persistence;

  constructor(options: Omit<AedesOptions, "persistence"> & { persistence: Persistence }) {
    super({ ...options, mq: new Emitter<AedesPublishPacket>() });
    this.memory = options.persistence;
  }

  /** This message goes no further than to its acknowledgement. */
  settle(packet: Marked): void {
    packet[SETTLED] = true;
  }

  /** Sends a message to its subscribers, now: what waits for an acknowledgement to be written comes out of order. */
  distribute(packet: Outgoing): void {
    this.settle(packet);
    this.send(packet, () => {});
  }

  override publish(packet: Outgoing, done: Done): void;
  override publish(packet: Outgoing, client: Client | null, done: Done): void;
  override publish(packet: Outgoing, client: Client | null | Done, done?: Done): void {
    const callback = typeof client === "function" ? client : (done ?? (() => {}));
    if (packet[SETTLED]) callback();
    else this.send(packet, callback);
  }

  private send(packet: Outgoing, done: Done): void {
    const number = { brokerId: this.id, brokerCounter: ++this.counter };
    const { topic, payload, qos = 0, retain = false } = packet;
    if (qos > 0) this.memory.sentOut(packet, number);
    this.mq.emit({ cmd: "publish", ...number, topic, payload, qos, retain, dup: false }, done);
  }
}
