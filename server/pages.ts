import { createServer } from "node:http";
import next from "next";
import { openPageContext } from "./page-context";
import type { WebDoors } from "./web";

/**
 * Next inside this process. It adds an `upgrade` listener of its own to whatever server it is given, and may end
 * other people's sockets in it; so it gets one that never listens, and in development what is meant for it.
 */
export async function openPages({
  development,
}: {
  development: boolean;
}): Promise<Pick<WebDoors, "pages" | "development"> & { close(): Promise<void> }> {
  const upgrades = createServer();
  const app = next({ dev: development, httpServer: upgrades });
  const inContext = openPageContext();
  await inContext(() => app.prepare());
  const handle = app.getRequestHandler();
  return {
    pages: (request, response) => inContext(() => handle(request, response)),
    development: development
      ? (request, socket, head) => upgrades.emit("upgrade", request, socket, head)
      : null,
    close: () => app.close(),
  };
}
