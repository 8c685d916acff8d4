import { createStore, type Store } from "../store";
import { BUTTON, LED, type Touch, UNTOUCHED, voltsOf } from "./parts";
import type { FromUno, ToUno } from "./uno-messages";

/** An Uno with the parts of a kit, running in a worker; its UART is a line like that of a board on a cable. */
export type VirtualUno = {
  line: { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
  led: Store<boolean>;
  /** What the parts are set to. */
  touch: Store<Touch>;
  set(part: Partial<Touch>): void;
  reset(): void;
  /** Takes it off: what still comes from it is read by nobody. */
  close(): void;
};

/** Starts the sketch of a hex file. `onFailed`: the worker could not run, or broke. */
export function startVirtualUno(hex: string, onFailed: (why: string) => void): VirtualUno {
  const worker = new Worker(new URL("./uno-worker.ts", import.meta.url), { type: "module" });
  const tell = (message: ToUno) => worker.postMessage(message);
  const led = createStore(false);
  const touch = createStore(UNTOUCHED);
  let uart: ReadableStreamDefaultController<Uint8Array> | null = null;

  const connect = (part: Partial<Touch>) => {
    if (part.pressed !== undefined) tell({ kind: "drive", pin: BUTTON, high: !part.pressed });
    for (const { channel, volts } of voltsOf(part)) tell({ kind: "volts", channel, volts });
  };

  worker.onmessage = ({ data }: MessageEvent<FromUno>) => {
    if (data.kind === "bytes") uart?.enqueue(data.bytes);
    else led.set(data.high.get(LED) ?? led.read());
  };
  worker.onerror = ({ message }) => onFailed(message);
  const close = () => {
    worker.terminate();
    led.set(false);
    try {
      uart?.close();
    } catch {
      // The reader gave it up before.
    }
    uart = null;
  };
  connect(UNTOUCHED);
  tell({ kind: "start", hex });

  return {
    line: {
      readable: new ReadableStream({
        start: (controller) => {
          uart = controller;
        },
        cancel: () => {
          uart = null;
        },
      }),
      writable: new WritableStream({
        write: (bytes) => tell({ kind: "bytes", bytes: Uint8Array.from(bytes) }),
      }),
    },
    led,
    touch,
    set: (part) => {
      touch.set({ ...touch.read(), ...part });
      connect(part);
    },
    reset: () => tell({ kind: "reset" }),
    close,
  };
}
