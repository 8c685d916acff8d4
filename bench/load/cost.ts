import type { Standing } from "../peers/peer";

/** What a run cost the server, its database apart where it has one. */
export type Cost = {
  /** CPU seconds meanwhile. */
  cpu: { server: number; database: number | null };
  /** Proportional set size afterwards, in megabytes. */
  pss: { server: number; database: number | null };
};

type Usages = Awaited<ReturnType<Standing["usage"]>>;

export function costBetween(before: Usages, after: Usages): Cost {
  const { server, database } = after;
  return {
    cpu: {
      server: server.cpuSeconds - before.server.cpuSeconds,
      database: database && database.cpuSeconds - (before.database?.cpuSeconds ?? 0),
    },
    pss: { server: server.pssMegabytes, database: database?.pssMegabytes ?? null },
  };
}

/** CPU seconds of server and database together. */
export function cpuOf({ cpu }: Cost): number {
  return cpu.server + (cpu.database ?? 0);
}

/** CPU seconds for 1,000 messages, in milliseconds: the same number as microseconds for one. */
export function perThousand(cpuSeconds: number | null, messages: number): number | null {
  return cpuSeconds === null ? null : (cpuSeconds * 1e6) / messages;
}
