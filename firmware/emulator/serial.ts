import { AVRUSART, type CPU, usart0Config } from "avr8js";
import { CLOCK_HZ } from "./clock";

/** The UART's way in. Bytes wait here for their turn on the wire, one at a time at the speed of the sketch. */
export type Serial = {
  send(bytes: Uint8Array): void;
  /** What waits is lost, as when a plug is pulled. */
  drop(): void;
  /** Bytes that came while the sketch had not yet fetched the two before: lost, as on the board. */
  readonly overruns: number;
};

/** "The receive buffer consists of a two level FIFO", ATmega328P data sheet 20.7.3. */
const FIFO = 2;
/** Start bit, eight bits, stop bit. */
const BITS = 10;

/** Of UCSR0A: read-only flags, and one that is cleared by writing it (data sheet 20.11.2). */
const RXC = 0x80;
const UDRE = 0x20;
const TXC = 0x40;

/**
 * avr8js receives into one byte without a FIFO, and forgets it where the sketch writes UCSR0B before it fetched it
 * (as each Serial.print does). So the FIFO is kept here, and its first byte laid out again until it is fetched. It also
 * lets a write to UCSR0A clear the flags (as a second Serial.begin does), and nothing is sent ever after.
 */
export function attachSerial(cpu: CPU, onByte: (byte: number) => void): Serial {
  const usart = new AVRUSART(cpu, usart0Config, CLOCK_HZ);
  usart.onByteTransmit = onByte;
  const wire = new Bytes();
  const arrived: number[] = [];
  let receiving = false;
  let overruns = 0;

  const layOut = () => {
    const [first] = arrived;
    if (first !== undefined) usart.writeByte(first, true);
  };

  const arrive = (byte: number) => {
    if (arrived.length === FIFO) overruns++;
    else if (arrived.push(byte) === 1) layOut();
  };

  const receiveNext = () => {
    receiving = wire.length > 0 && usart.rxEnable;
    if (!receiving) return;
    cpu.addClockEvent(
      () => {
        const byte = wire.shift();
        if (byte !== undefined) arrive(byte);
        receiveNext();
      },
      (CLOCK_HZ / usart.baudRate) * BITS,
    );
  };

  const fetch = cpu.readHooks[usart0Config.UDR];
  cpu.readHooks[usart0Config.UDR] = (address) => {
    const byte = fetch?.(address) ?? 0;
    arrived.shift();
    layOut();
    return byte;
  };
  const status = cpu.writeHooks[usart0Config.UCSRA];
  cpu.writeHooks[usart0Config.UCSRA] = (value, old, ...write) => {
    const done = status?.(value, old, ...write) ?? false;
    cpu.data[usart0Config.UCSRA] =
      (cpu.data[usart0Config.UCSRA] ?? 0) | (old & (RXC | UDRE)) | (old & TXC & ~value);
    return done;
  };
  const control = cpu.writeHooks[usart0Config.UCSRB];
  cpu.writeHooks[usart0Config.UCSRB] = (...write) => {
    const done = control?.(...write) ?? false;
    if (!usart.rxEnable) arrived.length = 0;
    layOut();
    if (!receiving) receiveNext();
    return done;
  };

  return {
    send: (bytes) => {
      wire.push(bytes);
      if (!receiving) receiveNext();
    },
    drop: () => wire.clear(),
    get overruns() {
      return overruns;
    },
  };
}

/** A queue of bytes that a long text does not slow down. */
class Bytes {
  #chunks: Uint8Array[] = [];
  #at = 0;
  length = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.length += bytes.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#at = 0;
    this.length = 0;
  }

  shift(): number | undefined {
    const [chunk] = this.#chunks;
    const byte = chunk?.[this.#at++];
    if (chunk === undefined) return undefined;
    this.length--;
    if (this.#at === chunk.length) {
      this.#chunks.shift();
      this.#at = 0;
    }
    return byte;
  }
}
