import { readdir, readFile } from "node:fs/promises";

/** The programs of a server, each by its first process; the database's, where it has one, is counted apart. */
export type Processes = { server: readonly number[]; database: number | null };

/** CPU seconds since each began. */
export type CpuSeconds = {
  server: number;
  database: number | null;
  /** Of the bench and its load tool. */
  bench: number;
  /** Of everything on this machine. */
  machine: number;
};

const TICKS_PER_SECOND = 100; // USER_HZ, which Linux shows to programs on every platform

type Stat = { pid: number; parent: number; ticks: number };

/** What processes and all their descendants have used, those that ended included (/proc, Linux). */
export async function cpuOf({ server, database }: Processes): Promise<CpuSeconds> {
  const [stats, machine] = await Promise.all([allStats(), machineSeconds()]);
  const secondsOf = (roots: readonly number[], apart: readonly number[]) =>
    sum(familiesOf(roots, apart, stats).map(({ ticks }) => ticks)) / TICKS_PER_SECOND;
  const databases = database === null ? [] : [database];
  return {
    server: secondsOf(server, databases),
    database: database === null ? null : secondsOf(databases, []),
    bench: secondsOf([process.pid], [...server, ...databases]),
    machine,
  };
}

/** Proportional set sizes in megabytes: memory that processes share is divided among them. */
export async function memoryOf({
  server,
  database,
}: Processes): Promise<{ server: number; database: number | null }> {
  const stats = await allStats();
  const megabytesOf = async (roots: readonly number[], apart: readonly number[]) =>
    sum(await Promise.all(familiesOf(roots, apart, stats).map(({ pid }) => pssOf(pid)))) / 1024;
  const databases = database === null ? [] : [database];
  return {
    server: await megabytesOf(server, databases),
    database: database === null ? null : await megabytesOf(databases, []),
  };
}

function familiesOf(roots: readonly number[], apart: readonly number[], stats: readonly Stat[]): Stat[] {
  const those = stats.filter(({ pid }) => !apart.includes(pid));
  return roots.flatMap((root) => familyOf(root, those));
}

function familyOf(root: number, stats: readonly Stat[]): Stat[] {
  const own = stats.filter(({ pid }) => pid === root);
  const children = stats.filter(({ parent }) => parent === root);
  return [...own, ...children.flatMap(({ pid }) => familyOf(pid, stats))];
}

async function allStats(): Promise<Stat[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(statOf));
  return stats.filter((stat) => stat !== null);
}

/** Fields after the name, which may hold anything: proc(5), /proc/pid/stat, (4) ppid, (14) to (17) utime to cstime. */
async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null; // it has ended meanwhile
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { pid, parent: Number(fields[1]), ticks: sum(fields.slice(11, 15)) };
}

/** proc(5), /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
async function machineSeconds(): Promise<number> {
  const [line = ""] = (await readFile("/proc/stat", "utf8")).split("\n");
  const fields = line.trim().split(/\s+/).slice(1);
  return (sum(fields.slice(0, 3)) + sum(fields.slice(5, 8))) / TICKS_PER_SECOND;
}

function sum(fields: readonly (string | number)[]): number {
  return fields.map(Number).reduce((total, field) => total + field, 0);
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}
