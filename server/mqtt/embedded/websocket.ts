import type { IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

const SUBPROTOCOL = "mqtt"; // MQTT 3.1.1, 6
const UNSUPPORTED_DATA = 1003; // RFC 6455, 7.4.1

/** Opens MQTT over WebSocket: upgrades of the HTTP server come in, streams of bytes go to `serve`. */
export function openWebSocketDoor(maxPayload: number, serve: (stream: Duplex, address: string) => void) {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  return function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!offersMqtt(request)) {
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    server.handleUpgrade(request, socket, head, (webSocket) =>
      serve(new WebSocketStream(webSocket), request.socket.remoteAddress ?? ""),
    );
  };
}

function offersMqtt({ headers }: IncomingMessage): boolean {
  const offered = headers["sec-websocket-protocol"] ?? "";
  return offered.split(",").some((name) => name.trim() === SUBPROTOCOL);
}

type Callback = (error?: Error | null) => void;

/**
 * A WebSocket as a stream of bytes. What is written within one turn of the event loop becomes one frame:
 * a frame for each piece of a packet would be a system call for each.
 */
class WebSocketStream extends Duplex {
  constructor(private readonly webSocket: WebSocket) {
    super();
    webSocket.binaryType = "nodebuffer";
    webSocket.on("message", (data: Buffer, isBinary) => this.receive(data, isBinary));
    webSocket.on("close", () => this.push(null));
    webSocket.on("error", (error) => this.destroy(error));
  }

  override _read(): void {
    this.webSocket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Callback): void {
    this.webSocket.send(chunk, done);
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Callback): void {
    this.webSocket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Callback): void {
    this.webSocket.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // A reader that stopped reading will not answer a closing handshake either.
    if (error || this.writableLength > 0) this.webSocket.terminate();
    else this.webSocket.close();
    done(error);
  }

  private receive(data: Buffer, isBinary: boolean): void {
    // MQTT 3.1.1, 6.0: a frame that is not binary closes the connection.
    if (!isBinary) this.webSocket.close(UNSUPPORTED_DATA);
    else if (!this.push(data)) this.webSocket.pause();
  }
}
