import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { type Take, WebSocketFraming } from "./framing";

/** A WebSocket on a bare TCP connection: it finds where frames begin and end, and does nothing else with them. */
export type BareWebSocket = { sendText(text: string): void; sendBytes(bytes: Buffer): void; close(): void };

export type WebSocketPlace = { port: number; path: string; protocol?: string };

export const TEXT_FRAME = 0x81;
const BINARY_FRAME = 0x82;
const END_OF_HEAD = "\r\n\r\n";

/** Connects (RFC 6455, 4.1); resolves when the server has agreed. `onClose` is called however it ends. */
export function openWebSocket(
  place: WebSocketPlace,
  take: Take,
  onClose: () => void,
): Promise<BareWebSocket> {
  const socket = connect(place.port, "127.0.0.1").setNoDelay(true);
  const framing = new WebSocketFraming(take);
  const send = (kind: number, bytes: Buffer) => void socket.write(maskedFrame(kind, bytes));
  return new Promise((resolve, reject) => {
    let head: Buffer | null = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      if (head === null) return framing.read(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(END_OF_HEAD);
      if (end < 0) return;
      if (!head.toString("latin1").startsWith("HTTP/1.1 101 "))
        return void socket.destroy(new Error(head.toString("latin1", 0, head.indexOf("\r\n"))));
      const rest = head.subarray(end + END_OF_HEAD.length);
      head = null;
      resolve({
        sendText: (text) => send(TEXT_FRAME, Buffer.from(text)),
        sendBytes: (bytes) => send(BINARY_FRAME, bytes),
        close: () => socket.destroy(),
      });
      if (rest.length > 0) setImmediate(() => framing.read(rest));
    });
    socket.on("error", reject);
    socket.on("close", () => {
      reject(new Error("the WebSocket was closed"));
      onClose();
    });
    socket.write(upgradeRequest(place));
  });
}

function upgradeRequest({ port, path, protocol }: WebSocketPlace): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
  ];
  if (protocol) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
  return lines.join("\r\n") + END_OF_HEAD;
}

/** A client's frame is masked (RFC 6455, 5.3); with zeros, so that the bytes stay what they are. */
function maskedFrame(kind: number, bytes: Buffer): Buffer {
  const long = bytes.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = kind;
  head[1] = 0x80 | (long ? 126 : bytes.length);
  if (long) head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}
