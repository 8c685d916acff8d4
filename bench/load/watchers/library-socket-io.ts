import { io } from "socket.io-client";
import type { BrowsersDoor, Watcher, Watching } from "./watcher";

type Door = Extract<BrowsersDoor, { kind: "socket.io" }>;
type Reply = { ok: boolean; code?: string };
type Message = { payload: string | Uint8Array };

/** As a page does it: socket.io-client, WebSocket from the start where the server takes that. */
export async function openLibrarySocketIo(door: Door, { topics, hear, closed }: Watching): Promise<Watcher> {
  const socket = io(`http://127.0.0.1:${door.port}`, {
    path: door.path,
    transports: door.startsPolling ? ["polling", "websocket"] : ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: door.auth,
  });
  const hearText = (given: string | Uint8Array) => {
    const bytes = Buffer.from(given);
    hear(bytes, 0, bytes.length);
  };
  socket.on("topic:messages", (messages: Message[]) => {
    for (const { payload } of messages) hearText(payload);
  });
  if (!door.subscribes) socket.onAny((_event, ...given) => hearText(JSON.stringify(given)));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  const { engine } = socket.io;
  if (engine.transport.name === "polling") await new Promise((resolve) => engine.once("upgrade", resolve));
  socket.on("disconnect", closed);
  for (const topic of door.subscribes ? topics : []) {
    const reply: Reply = await socket.emitWithAck("topic:subscribe", { topic });
    if (!reply.ok) throw new Error(`subscription refused: ${reply.code}`);
  }
  return { close: () => socket.close() };
}
