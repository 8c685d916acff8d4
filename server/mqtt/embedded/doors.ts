import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Guard } from "./guard";
import { type BrokerLimits, PACKET_BYTES } from "./limits";
import { type Listener, listen } from "./listener";
import { memoryPair } from "./memory-stream";
import { openWebSocketDoor } from "./websocket";

type Bounds = Pick<BrokerLimits, "backlog" | "packetsAtOnce" | "requestsPerSecond">;

const UNLIMITED: Bounds = {
  backlog: Number.POSITIVE_INFINITY,
  packetsAtOnce: Number.POSITIVE_INFINITY,
  requestsPerSecond: Number.MAX_SAFE_INTEGER,
};

/** The ways in: TCP, WebSocket, memory, and any other stream. Behind each stands a guard. */
export class Doors {
  private readonly guards = new Set<Guard>();
  private listener: Listener | null = null;
  private closing = false;

  constructor(
    private readonly limits: BrokerLimits,
    private readonly handle: (connection: Guard) => void,
  ) {}

  /** Opens the TCP door; throws one line that names the variable to change. */
  async open(place: { host: string; port: number }): Promise<void> {
    this.listener = await listen(place, (socket) => this.serve(socket));
  }

  get isOpen(): boolean {
    return this.listener !== null && !this.closing;
  }

  get address(): { host: string; port: number } {
    if (!this.listener) throw new Error("the broker has not started");
    return this.listener.address;
  }

  readonly serve = (stream: Duplex, address = addressOf(stream)): void =>
    this.accept(stream, this.limits, address);

  readonly serveWebSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void =
    openWebSocketDoor(2 * PACKET_BYTES, this.serve);

  /** The server's link reads in this same process, so nothing of it is ever given up. */
  attach(): Duplex {
    const [ours, theirs] = memoryPair();
    this.accept(ours, UNLIMITED, "");
    return theirs;
  }

  /** Nobody new from now on. Resolves when the TCP door is shut and the last connection has gone. */
  async close(endSessions: () => Promise<void>): Promise<void> {
    this.closing = true;
    const closed = this.listener?.close();
    await endSessions();
    for (const guard of this.guards) guard.destroy();
    await closed;
  }

  private accept(stream: Duplex, bounds: Bounds, address: string): void {
    if (this.closing || this.guards.size >= this.limits.connections) {
      stream.destroy();
      return;
    }
    const { backlog, packetsAtOnce, requestsPerSecond } = bounds;
    const guard = new Guard(
      stream,
      {
        stranger: this.limits.connectBytes,
        known: PACKET_BYTES,
        backlog,
        packetsAtOnce,
        requestsPerSecond,
      },
      address,
    );
    this.guards.add(guard);
    guard.once("close", () => this.guards.delete(guard));
    this.handle(guard);
  }
}

/** The other end's address, where the stream has one. */
function addressOf(stream: Duplex): string {
  return (
    ("remoteAddress" in stream && typeof stream.remoteAddress === "string" && stream.remoteAddress) || ""
  );
}
