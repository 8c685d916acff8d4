/** Bytes both ways between the page and a board: a serial port of the browser, or the UART of an emulated Uno. */
export type Line = { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
