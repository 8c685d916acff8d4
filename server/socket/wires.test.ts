import { Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type App, openStage, type Stage } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** How often the server writes to its WebSockets while it delivers so many messages of different rooms at once. */
async function writesFor(app: App, count: number): Promise<number> {
  for (let index = 0; index < count; index++) {
    stage.world.topics.add(`demo/lamp/t${index}`);
    await app.subscribe(`demo/lamp/t${index}`);
  }
  const system = [vi.spyOn(Socket.prototype, "_write"), vi.spyOn(Socket.prototype, "_writev")];
  for (let index = 0; index < count; index++) stage.kitSends(`demo/lamp/t${index}`, "5");
  await vi.waitFor(() => expect(app.messages).toHaveLength(count));
  const number = system.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of system) spy.mockRestore();
  return number;
}

test.each([
  ["a WebSocket", ["websocket"]],
  ["polling that became a WebSocket", ["polling", "websocket"]],
])("over %s many events of one turn are a few writes", async (_case, transports) => {
  const app = await stage.app("ann", { transports });
  await vi.waitFor(() => expect(app.socket.io.engine.transport.name).toBe("websocket"), 5000);
  expect(await writesFor(app, 40)).toBeLessThan(10);
});
