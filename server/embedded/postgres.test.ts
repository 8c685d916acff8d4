import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { log } from "../log";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "./postgres";
import { isAlive } from "./program";

const PROJECT = path.resolve(import.meta.dirname, "../..");
let dataDir: string;
const opened: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  log.level("silent");
  dataDir = path.join(await mkdtemp(path.join(tmpdir(), "kitroom-")), "Klasse 7 – données");
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const database of opened.splice(0)) await database.close();
  await killOrphan();
  await rm(path.dirname(dataDir), { recursive: true, force: true });
});

async function open(): Promise<EmbeddedPostgres> {
  const database = await openEmbeddedPostgres({ dataDir, log });
  opened.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, "postgres/data/postmaster.pid"), "utf8"), 10);
}

async function killOrphan(): Promise<void> {
  const pid = await postmasterPid().catch(() => null);
  if (pid !== null && pid !== process.pid) process.kill(pid, "SIGKILL");
}

/** Another server process on the same data directory; resolves with the address it opened. */
async function openInAnotherProcess(): Promise<{ child: ChildProcess; url: string }> {
  const program = `
    import { openEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, "postgres.ts"))};
    import { log } from ${JSON.stringify(path.join(import.meta.dirname, "../log.ts"))};
    log.level("silent");
    const { url } = await openEmbeddedPostgres({ dataDir: process.argv[1], log });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, dataDir], {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(line.toString().trim()));
    child.once("exit", () => reject(new Error("the other process ended before it had opened the database")));
  });
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

describe("the embedded PostgreSQL", () => {
  test("is set up in UTF-8, listens on the loopback address only and keeps its password to itself", async () => {
    const { url } = await open();
    expect(await ask(url, "SELECT current_database() AS answer")).toBe("kitroom");
    expect(
      await ask(
        url,
        "SELECT pg_encoding_to_char(encoding) AS answer FROM pg_database WHERE datname = 'kitroom'",
      ),
    ).toBe("UTF8");
    expect(await ask(url, "SELECT datlocale AS answer FROM pg_database WHERE datname = 'kitroom'")).toBe(
      "C.UTF-8",
    );
    expect(await ask(url, "SELECT upper('ärger 교실') AS answer")).toBe("ÄRGER 교실");
    expect(await ask(url, "SELECT current_setting('listen_addresses') AS answer")).toBe("127.0.0.1");
    expect((await stat(path.join(dataDir, "postgres/data"))).mode & 0o777).toBe(0o700); // its Unix socket is in there
    expect((await stat(path.join(dataDir, "postgres/password"))).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = "guess";
    await expect(ask(wrong.href, "SELECT 1 AS answer")).rejects.toThrow(/password authentication failed/);
  });

  test.skipIf(process.platform === "win32")(
    "is reached by its Unix socket too, with the password",
    async () => {
      const { nearUrl } = await open();
      expect(await ask(nearUrl, "SELECT inet_client_addr() AS answer")).toBeNull();
      const wrong = new URL(nearUrl);
      wrong.password = "guess";
      await expect(ask(wrong.href, "SELECT 1 AS answer")).rejects.toThrow(/password authentication failed/);
    },
  );

  test("is reached by TCP alone where its folder's name is too long for a Unix socket", async () => {
    dataDir = path.join(dataDir, "x".repeat(100));
    const { url, nearUrl } = await open();
    expect(nearUrl).toBe(url);
    expect(await ask(nearUrl, "SELECT current_setting('unix_socket_directories') AS answer")).toBe("");
  });

  test("keeps what was stored over a stop and a start, on the same port", async () => {
    const first = await open();
    await ask(first.url, "CREATE TABLE note AS SELECT 'kept' AS answer");
    await first.close();
    await expect(ask(first.url, "SELECT 1 AS answer")).rejects.toThrow(/ECONNREFUSED/);
    const second = await open();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, "SELECT answer FROM note")).toBe("kept");
  });

  test("comes back on the same port when it is killed, twice", async () => {
    const { url, nearUrl } = await open();
    for (const round of [1, 2]) {
      const pid = await postmasterPid();
      process.kill(pid, "SIGKILL");
      await vi.waitFor(async () => expect(await ask(url, `SELECT ${round} AS answer`)).toBe(round), {
        timeout: 20_000,
      });
      expect(await postmasterPid()).not.toBe(pid);
      expect(await ask(nearUrl, `SELECT ${round} AS answer`)).toBe(round);
    }
  });

  test("keeps its hold when only the connection that holds it is cut", async () => {
    const { url } = await open();
    const holder = "FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'";
    const before = await ask(url, `SELECT pid AS answer ${holder}`);
    await ask(url, `SELECT pg_terminate_backend(pid) AS answer ${holder}`);
    await vi.waitFor(async () => {
      const after = await ask(url, `SELECT pid AS answer ${holder}`);
      expect(after).toBeTypeOf("number");
      expect(after).not.toBe(before);
    }, 10_000);
  });

  test("is taken over, data and all, when it outlived a server that was killed", async () => {
    const { child, url } = await openInAnotherProcess();
    await ask(url, "CREATE TABLE note AS SELECT 'kept' AS answer");
    const pid = await postmasterPid();
    await kill(child);
    expect(isAlive(pid)).toBe(true);
    const adopted = await open();
    expect(adopted.url).toBe(url);
    expect(await postmasterPid()).toBe(pid);
    expect(await ask(adopted.url, "SELECT answer FROM note")).toBe("kept");
    await adopted.close();
    await expect(ask(url, "SELECT 1 AS answer")).rejects.toThrow(/ECONNREFUSED/);
  });

  test("is refused to a second server of the same data directory, in one line, and goes on for the first", async () => {
    const { url } = await openInAnotherProcess();
    const refusal = await open().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    expect(String(refusal)).toContain(`Another Kitroom is running on the data directory ${dataDir}`);
    expect(String(refusal)).not.toContain("\n");
    expect(await ask(url, "SELECT 1 AS answer")).toBe(1);
  });

  test("starts after a crash although a living process of something else has got its process id", async () => {
    const first = await open();
    await first.close();
    const data = path.join(dataDir, "postgres/data");
    const lock = `${process.pid}\n/elsewhere\n1\n1\n\n127.0.0.1\n`;
    await writeFile(path.join(data, "postmaster.pid"), lock);
    await writeFile(path.join(data, `.s.PGSQL.${new URL(first.url).port}.lock`), lock);
    const { url, nearUrl } = await open();
    expect(await ask(url, "SELECT 1 AS answer")).toBe(1);
    expect(await ask(nearUrl, "SELECT 1 AS answer")).toBe(1);
  });

  test("removes what a start killed within its set-up has left, and sets up anew", async () => {
    const { pid } = spawn(process.execPath, ["--version"]);
    await vi.waitFor(() => expect(isAlive(pid ?? 0)).toBe(false));
    const unfinished = path.join(dataDir, `postgres-unfinished-${pid}-x`);
    await mkdir(path.join(unfinished, "data"), { recursive: true });
    const { url } = await open();
    expect(await ask(url, "SELECT 1 AS answer")).toBe(1);
    await expect(stat(unfinished)).rejects.toThrow(/ENOENT/);
  });

  test("takes another port when its own is taken", async () => {
    const first = await open();
    await first.close();
    const { createServer } = await import("node:net");
    const squatter = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    try {
      const { url } = await open();
      expect(new URL(url).port).not.toBe(new URL(first.url).port);
      expect(await ask(url, "SELECT 1 AS answer")).toBe(1);
    } finally {
      squatter.close();
    }
  });

  test("says in one line that the data directory cannot be used", async () => {
    await writeFile(dataDir, "a file");
    const refusal = await open().catch((error: unknown) => error);
    expect(String(refusal)).toMatch(
      /^Error: The data directory .* is not writable \(\w+\); set DATA_DIR to one that is\.$/,
    );
  });
});
