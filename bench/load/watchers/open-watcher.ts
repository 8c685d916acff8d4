import { openLibraryMqtt } from "./library-mqtt";
import { openLibrarySocketIo } from "./library-socket-io";
import { openLightMqttTcp, openLightMqttWs } from "./light-mqtt";
import { openLightSocketIo } from "./light-socket-io";
import type { BrowsersDoor, ClientKind, Watcher, Watching } from "./watcher";

/** Opens a browser; resolves when everything it watches is granted. */
export function openWatcher(door: BrowsersDoor, client: ClientKind, watching: Watching): Promise<Watcher> {
  if (door.kind === "socket.io")
    return client === "light" ? openLightSocketIo(door, watching) : openLibrarySocketIo(door, watching);
  if (client === "library") return openLibraryMqtt(door, watching);
  return door.kind === "mqtt-ws" ? openLightMqttWs(door, watching) : openLightMqttTcp(door, watching);
}
