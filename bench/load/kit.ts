import { connect, type Socket } from "node:net";
import { generate } from "mqtt-packet";
import { now } from "./clock";
import { MqttFraming } from "./framing";
import { blankReading, PAYLOAD_BYTES, stamp } from "./payload";
import { topicOf } from "./plan";

/** Where kits connect, and as whom where the broker asks. */
export type KitsDoor = { port: number; accounts: readonly { username: string; key: string }[] | null };

const CONNACK = 0x20;
const PUBACK = 0x40;
const HIGHEST_PACKET_ID = 65_535;

/** A kit on a TCP connection: MQTT 3.1.1, as little work as a real one has. */
export class Kit {
  /** How many readings it has sent. */
  sent = 0;
  /** Called for each reading of QoS 1 that the broker has acknowledged, with the time of sending. */
  onAcknowledged: (sentAt: number) => void = () => {};
  closed = false;
  private readonly template: Buffer;
  private readonly readingAt: number;
  private readonly inFlight = new Map<number, { seq: number; sentAt: number }>();

  private constructor(
    private readonly socket: Socket,
    private readonly qos: 0 | 1,
    run: number,
    index: number,
  ) {
    this.template = generate({
      cmd: "publish",
      topic: topicOf(index),
      payload: blankReading(run, index),
      qos,
      ...(qos === 1 ? { messageId: 1 } : {}),
      retain: false,
      dup: false,
    });
    this.readingAt = this.template.length - PAYLOAD_BYTES;
  }

  /** Connects a kit; resolves when the broker has let it in. */
  static open(door: KitsDoor, { run, index, qos }: { run: number; index: number; qos: 0 | 1 }): Promise<Kit> {
    const socket = connect(door.port, "127.0.0.1").setNoDelay(true);
    const kit = new Kit(socket, qos, run, index);
    return new Promise((resolve, reject) => {
      const framing = new MqttFraming((kind, buffer, start) => {
        if (kind === PUBACK) kit.acknowledge(buffer.readUInt16BE(start));
        else if (kind === CONNACK && buffer[start + 1] === 0) resolve(kit);
        else reject(new Error(`kit ${index} was refused with code ${buffer[start + 1]}`));
      });
      socket.on("data", (chunk) => framing.read(chunk));
      socket.on("error", reject);
      socket.on("close", () => {
        kit.closed = true;
        reject(new Error(`kit ${index} was closed`));
      });
      socket.write(connectPacket(door, run, index));
    });
  }

  /** Sends the next reading, numbered and with the time of sending in it. */
  send(): void {
    const packet = Buffer.allocUnsafe(this.template.length);
    this.template.copy(packet);
    const seq = this.sent++;
    const sentAt = now();
    if (this.qos === 1) {
      const id = (seq % HIGHEST_PACKET_ID) + 1;
      packet.writeUInt16BE(id, this.readingAt - 2);
      this.inFlight.set(id, { seq, sentAt });
    }
    stamp(packet, this.readingAt, seq, sentAt);
    this.socket.write(packet);
  }

  /** Readings of QoS 1 that were sent and not acknowledged. */
  get unacknowledged(): number[] {
    return [...this.inFlight.values()].map(({ seq }) => seq);
  }

  close(): void {
    this.socket.destroy();
  }

  private acknowledge(id: number): void {
    const reading = this.inFlight.get(id);
    if (!reading) return;
    this.inFlight.delete(id);
    this.onAcknowledged(reading.sentAt);
  }
}

function connectPacket({ accounts }: KitsDoor, run: number, index: number): Buffer {
  const account = accounts?.[index];
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: `bench-${run}-${index}`,
    keepalive: 0,
    ...(account ? { username: account.username, password: Buffer.from(account.key) } : {}),
  });
}
