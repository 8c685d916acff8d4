import { readdir, readFile } from "node:fs/promises";

/** What processes have used since they began, and hold now. */
export type Usage = { cpuSeconds: number; pssMegabytes: number };

const TICKS_PER_SECOND = 100; // USER_HZ, which Linux shows to programs on every platform

type Stat = { pid: number; parent: number; ticks: number };

/** Of a process and all its descendants but `apart` and theirs; those that ended included (/proc, Linux). */
export async function usageOf(root: number, apart: readonly number[] = []): Promise<Usage> {
  const others = (await allStats()).filter(({ pid }) => !apart.includes(pid));
  const family = familyOf(root, others);
  const ticks = family.reduce((sum, stat) => sum + stat.ticks, 0);
  const pss = await Promise.all(family.map(({ pid }) => pssOf(pid)));
  return {
    cpuSeconds: ticks / TICKS_PER_SECOND,
    pssMegabytes: pss.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024,
  };
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
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), ticks };
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}
