import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { isDatabaseAway } from "./away";
import { databaseAnswers, openDatabase } from "./client";

/** A database that is frozen: it takes connections, and never says anything. */
const held = new Set<Socket>();
const frozen = createServer((socket) => held.add(socket.on("error", () => {})));

afterEach(async () => {
  for (const socket of held) socket.destroy();
  await new Promise((resolve) => frozen.close(resolve));
});

test("a database whose Unix socket is gone is away", async () => {
  const database = openDatabase(
    "postgresql://kitroom@127.0.0.1:9/kitroom",
    "postgresql://kitroom@127.0.0.1:9/kitroom?host=%2Fnowhere",
  );
  const error = await database.pool.query("SELECT 1").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "ENOENT" });
  expect(isDatabaseAway(error)).toBe(true);
  await database.close();
});

test("a database that is frozen does not keep whoever asks for its health waiting", async () => {
  await new Promise<void>((resolve) => frozen.listen(0, "127.0.0.1", resolve));
  const address = frozen.address();
  const port = typeof address === "object" ? address?.port : 0;
  const database = openDatabase(`postgresql://kitroom@127.0.0.1:${port}/kitroom`);
  const asked = performance.now();
  expect(await databaseAnswers()).toBe(false);
  expect(performance.now() - asked).toBeLessThan(3000);
  for (const socket of held) socket.destroy();
  await database.close();
});
