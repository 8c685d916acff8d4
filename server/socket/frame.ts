/** What is written to a connection: the text for any transport, and the same as a ready WebSocket frame. */
export type Frame = { text: string; options: { compress: false; wsPreEncodedFrame: Buffer[] } };

const TEXT_FRAME = 0x81; // RFC 6455, 5.2: the last fragment, and text
const MESSAGE = "4"; // of the Engine.IO protocol (4)
const EVENT = "2"; // of the Socket.IO protocol (5), in the namespace "/"

/**
 * Encodes an event once for however many sockets. A transport that knows nothing of ready frames, as polling, sends
 * the text.
 */
export function eventFrame(event: string, argument: string): Frame {
  const text = `${EVENT}["${event}",${argument}]`;
  return { text, options: { compress: false, wsPreEncodedFrame: [webSocketFrame(MESSAGE + text)] } };
}

/** A text frame as servers send it: not masked (RFC 6455, 5.1). */
function webSocketFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const begin = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(begin + length);
  frame[0] = TEXT_FRAME;
  if (begin === 2) frame[1] = length;
  else if (begin === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, begin);
  return frame;
}
