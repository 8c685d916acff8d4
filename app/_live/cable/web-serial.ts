/** What is used of the browser's serial ports (Web Serial API, W3C CG draft); TypeScript's own types lack it. */
export type SerialPort = EventTarget & {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number; bufferSize: number }): Promise<void>;
  /** Which kind of device it is; not which of several of one kind. */
  getInfo(): { usbVendorId?: number; usbProductId?: number };
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void>;
};

export type Serial = EventTarget & {
  /** Those that the reader, or their school's policy, has allowed this page to use and that are plugged in. */
  getPorts(): Promise<SerialPort[]>;
  /** Asks the reader for one; rejects where they choose none. */
  requestPort(): Promise<SerialPort>;
};

/** The serial ports of this browser; null where it has none to give, or this page is not one that may ask. */
export function findSerial(): Serial | null {
  return (navigator as { serial?: Serial }).serial ?? null;
}
