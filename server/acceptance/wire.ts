import { connect, createServer, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import type { KitKey } from "../contract/shapes";

export type Direction = "to broker" | "from broker";
export type Seen = { direction: Direction; packet: Packet };

/** A wire between a kit and the broker that notes each packet and can lose some, as a bad network does. */
export type Wire = {
  port: number;
  seen: Seen[];
  /** From now on loses what this says, and cuts the connection with it: TCP has no other way to lose a packet. */
  lose(which: ((seen: Seen) => boolean) | null): void;
  cut(): void;
  close(): Promise<void>;
};

export async function openWire(brokerPort: number): Promise<Wire> {
  const seen: Seen[] = [];
  const open = new Set<Socket>();
  let losing: ((seen: Seen) => boolean) | null = null;

  const server = createServer((kit) => {
    const broker = connect(brokerPort, "127.0.0.1");
    for (const end of [kit, broker]) {
      open.add(end);
      end.setNoDelay(true);
      end.on("error", () => {});
      end.on("close", () => {
        open.delete(end);
        kit.destroy();
        broker.destroy();
      });
    }
    carry(kit, broker, "to broker");
    carry(broker, kit, "from broker");
  });

  function carry(from: Socket, to: Socket, direction: Direction): void {
    const packets = parser();
    let lost = false;
    packets.on("packet", (packet) => {
      const one = { direction, packet };
      if (lost) return;
      if (losing?.(one)) {
        lost = true;
        losing = null;
        from.destroy();
        return;
      }
      seen.push(one);
    });
    from.on("data", (chunk: Buffer) => {
      packets.parse(chunk);
      if (!lost) to.write(chunk);
    });
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    seen,
    lose: (which) => {
      losing = which;
    },
    cut: () => {
      for (const end of open) end.destroy();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const end of open) end.destroy();
      }),
  };
}

/** A kit that sends what it is told, packet by packet, and keeps no state of its own. */
export async function openRawKit(port: number, kit: KitKey, clientId = "raw") {
  const socket = connect(port, "127.0.0.1");
  const packets = parser();
  const arrived: Packet[] = [];
  let wake = () => {};
  packets.on("packet", (packet) => {
    arrived.push(packet);
    wake();
  });
  socket.on("data", (chunk) => packets.parse(chunk));
  socket.on("error", () => {});

  const raw = {
    send: (packet: Packet) => socket.write(generate(packet)),
    /** The next packet of that kind; others are passed over. */
    next: async (cmd: Packet["cmd"]): Promise<Packet> => {
      for (;;) {
        const at = arrived.findIndex((packet) => packet.cmd === cmd);
        if (at >= 0) return arrived.splice(0, at + 1)[at] as Packet;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => socket.destroy(),
  };
  raw.send({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 60,
    username: kit.username,
    password: Buffer.from(kit.key),
  });
  await raw.next("connack");
  return raw;
}
