import { connect, createServer, type Socket } from "node:net";

/** A network between a browser and the server, which can go away and come back. */
export type Network = { url: string; cut(): void; mend(): void; close(): Promise<void> };

export async function openNetwork(port: number): Promise<Network> {
  const open = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    if (broken) return near.destroy();
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  const destroyAll = () => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    cut: () => {
      broken = true;
      destroyAll();
    },
    mend: () => {
      broken = false;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        destroyAll();
      }),
  };
}
