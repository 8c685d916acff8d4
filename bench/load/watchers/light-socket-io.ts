import { deferred } from "../deferred";
import { openWebSocket, TEXT_FRAME } from "../web-socket";
import type { BrowsersDoor, Watcher, Watching } from "./watcher";

type Door = Extract<BrowsersDoor, { kind: "socket.io" }>;
type Answered = { ok: boolean; code?: string };

/** Engine.IO 4 and Socket.IO 5 as plain text frames: open, connect, subscribe, answer pings, hear. */
export async function openLightSocketIo(door: Door, { topics, hear, closed }: Watching): Promise<Watcher> {
  const { done, resolve, reject } = deferred();
  let answers = 0;
  const path = `${door.path}/?EIO=4&transport=websocket`;
  const ready = () => {
    if (!door.subscribes) return resolve();
    for (const [id, topic] of topics.entries())
      webSocket.sendText(`42${id}${JSON.stringify(["topic:subscribe", { topic }])}`);
  };
  const answered = (packet: string) => {
    const [reply] = JSON.parse(packet.slice(packet.indexOf("["))) as [Answered];
    if (!reply.ok) return reject(new Error(`subscription refused: ${reply.code}`));
    if (++answers === topics.length) resolve();
  };
  const webSocket = await openWebSocket(
    { port: door.port, path },
    (kind, buffer, start, end) => {
      if (kind !== TEXT_FRAME) return;
      const [type, detail] = [buffer[start], buffer[start + 1]];
      if (type === EVENT && detail === EVENT_2) return hear(buffer, start, end);
      if (type === PING) return webSocket.sendText("3");
      if (type === OPEN)
        return webSocket.sendText(door.token ? `40${JSON.stringify({ token: door.token })}` : "40");
      const packet = buffer.toString("utf8", start, end);
      if (packet.startsWith("40")) ready();
      else if (packet.startsWith("43")) answered(packet);
      else if (packet.startsWith("44")) reject(new Error(`not let in: ${packet}`));
    },
    () => {
      reject(new Error("closed before it was ready"));
      closed();
    },
  );
  await done;
  return webSocket;
}

const [OPEN, PING, EVENT, EVENT_2] = [..."0242"].map((digit) => digit.charCodeAt(0));
