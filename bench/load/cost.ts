import { cpus } from "node:os";
import { type CpuSeconds, cpuOf, memoryOf, type Processes } from "../peers/processes";
import { now } from "./clock";

/** What a run cost the server, its database apart where it has one. */
export type Cost = {
  /** CPU seconds meanwhile. */
  cpu: { server: number; database: number | null };
  /** Proportional set size afterwards, in megabytes. */
  pss: { server: number; database: number | null };
  /** Share of this machine that programs took meanwhile which have nothing to do with the run. */
  others: number;
};

/** Begins to count; call what it answers at the end. */
export async function countCost(processes: () => Promise<Processes>): Promise<() => Promise<Cost>> {
  const from = now();
  const before = await cpuOf(await processes());
  return async () => {
    const roots = await processes();
    const after = await cpuOf(roots);
    const used = (part: keyof CpuSeconds) => (after[part] ?? 0) - (before[part] ?? 0);
    const ours = used("server") + used("database") + used("bench");
    return {
      cpu: { server: used("server"), database: after.database === null ? null : used("database") },
      pss: await memoryOf(roots),
      others: Math.max(0, used("machine") - ours) / (((now() - from) / 1000) * cpus().length),
    };
  };
}

/** CPU seconds of server and database together. */
export function cpuSecondsOf({ cpu }: Cost): number {
  return cpu.server + (cpu.database ?? 0);
}

/** CPU seconds for 1,000 messages, in milliseconds: the same number as microseconds for one. */
export function perThousand(cpuSeconds: number | null, messages: number): number | null {
  return cpuSeconds === null ? null : (cpuSeconds * 1e6) / messages;
}
