import { type AddressInfo, createServer, type Socket } from "node:net";

const PROBE_AFTER = 60_000; // TCP keep-alive, for kits that ask for no MQTT keep alive (PubSubClient's kin send 0)

export type Listener = { address: { host: string; port: number }; close(): Promise<void> };

/** Opens the TCP door. Throws one line that names MQTT_PORT when the port cannot be had. */
export async function listen(
  { host, port }: { host: string; port: number },
  serve: (socket: Socket) => void,
): Promise<Listener> {
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_AFTER }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, host, port))));
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    address: { host: bound.address, port: bound.port },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE") return `MQTT_PORT: port ${port} of ${host} is in use by another program.`;
  if (code === "EACCES") return `MQTT_PORT: port ${port} may not be used by this user.`;
  if (code === "EADDRNOTAVAIL") return `MQTT_HOST: ${host} is no address of this machine.`;
  return `MQTT_PORT: ${message}`;
}
