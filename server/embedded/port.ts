import { createServer } from "node:net";

const HOST = "127.0.0.1";

/** A free TCP port of the loopback address: `wanted` if it is free, else any. */
export async function freePort(wanted: number | null): Promise<number> {
  if (wanted !== null) {
    const port = await tryPort(wanted);
    if (port !== null) return port;
  }
  const any = await tryPort(0);
  if (any === null) throw new Error("No free port was found on 127.0.0.1 for the database.");
  return any;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
