import { filterSet } from "../filters";

type Done = (error?: Error) => void;
type Listener<Packet> = (packet: Packet, done: Done) => void;

/**
 * By what Aedes finds the subscribers of a message, as mqemitter is documented: but the filters of a topic are looked
 * up once, not with each message.
 */
export class Emitter<Packet extends { topic: string }> {
  private readonly filters = filterSet();
  /** Never changed, but replaced: a listener may come or go while a message is on its way. */
  private readonly listeners = new Map<string, readonly Listener<Packet>[]>();
  private closed = false;

  on(filter: string, listener: Listener<Packet>, done?: () => void): this {
    const before = this.listeners.get(filter);
    if (!before) this.filters.add(filter);
    this.listeners.set(filter, [...(before ?? []), listener]);
    if (done) setImmediate(done);
    return this;
  }

  removeListener(filter: string, listener: Listener<Packet>, done?: () => void): this {
    const before = this.listeners.get(filter) ?? [];
    const left = before.filter((one) => one !== listener);
    if (left.length > 0) this.listeners.set(filter, left);
    else if (this.listeners.delete(filter)) this.filters.delete(filter);
    if (done) setImmediate(done);
    return this;
  }

  /** Calls back when all subscribers have. */
  emit(packet: Packet, done: Done = () => {}): this {
    if (this.closed) {
      done(new Error("the broker is closed"));
      return this;
    }
    let left = 1;
    const one = () => {
      if (--left === 0) done();
    };
    for (const filter of this.filters.match(packet.topic))
      for (const listener of this.listeners.get(filter) ?? []) {
        left++;
        listener(packet, one);
      }
    one();
    return this;
  }

  close(done: () => void): this {
    this.closed = true;
    setImmediate(done);
    return this;
  }
}
