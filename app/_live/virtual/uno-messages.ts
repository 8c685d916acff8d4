/** What the page tells the worker in which an Uno runs. */
export type ToUno =
  | { kind: "start"; hex: string }
  | { kind: "bytes"; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "volts"; channel: number; volts: number }
  | { kind: "drive"; pin: number; high: boolean }
  | { kind: "reset" };

/** What the worker tells the page: bytes of the UART, outputs that were switched. */
export type FromUno =
  | { kind: "bytes"; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "pins"; high: ReadonlyMap<number, boolean> };
