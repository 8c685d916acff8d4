/** PUBREL, SUBSCRIBE, UNSUBSCRIBE, PINGREQ (MQTT 3.1.1, 2.2.1). */
const REQUESTS = new Set([6, 8, 10, 12]);

/**
 * Finds where MQTT packets begin and end in a stream of bytes, from their fixed headers alone (MQTT 3.1.1, 2.2).
 */
export class Framing {
  private body = 0; // bytes of the current packet still to come
  private place = 0; // 0: at the first byte of a packet; n: at the n-th byte of its length
  private length = 0;
  private type = 0;

  /** Packets that are complete by now. */
  packets = 0;
  /** Those among them that carry nothing and yet want an answer. */
  requests = 0;

  get isBetweenPackets(): boolean {
    return this.place === 0 && this.body === 0;
  }

  /**
   * Reads on to the end of the chunk, or until `most` packets are complete; answers how many bytes that were. Throws
   * when a packet is announced that is longer than `limit` bytes or has a malformed length.
   */
  read(chunk: Uint8Array, limit: number, most = Number.POSITIVE_INFINITY): number {
    const last = this.packets + most;
    let at = 0;
    while (at < chunk.length && this.packets < last) {
      if (this.body > 0) {
        const here = Math.min(this.body, chunk.length - at);
        at += here;
        this.body -= here;
        if (this.body === 0) this.complete();
      } else {
        this.header(chunk[at] ?? 0, limit);
        at++;
      }
    }
    return at;
  }

  private header(byte: number, limit: number): void {
    if (this.place === 0) {
      this.place = 1;
      this.length = 0;
      this.type = byte >> 4;
      return;
    }
    if (this.place > 4) throw new Error("malformed remaining length");
    this.length += (byte & 127) * 128 ** (this.place - 1);
    if (this.length > limit) throw new Error(`a packet of ${this.length} bytes, ${limit} are allowed`);
    this.place++;
    if (byte >= 128) return;
    this.place = 0;
    this.body = this.length;
    if (this.body === 0) this.complete();
  }

  private complete(): void {
    this.packets++;
    if (REQUESTS.has(this.type)) this.requests++;
  }
}
