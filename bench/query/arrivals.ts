import { fork } from "node:child_process";
import type { Product } from "../peers/product";
import type { Session } from "./session";

const CLASS = "arrivals";
const KITS = 40;

/** What the process that plays the kits is told. */
export type Orders = {
  mqttPort: number;
  kits: readonly { username: string; key: string }[];
  /** Topics without their kit. */
  paths: readonly string[];
  /** Messages a second, of all kits together. */
  perSecond: number;
};

/** What it says once it is asked to stop. */
export type Told = { sent: number; acknowledged: number; seconds: number };

/** Messages that come in meanwhile: real kits in a process of their own, at QoS 1. */
export type Arrivals = {
  /** Ends them and removes what they have stored. */
  stop(): Promise<Told>;
};

export async function startArrivals(
  { mqttPort }: Product,
  session: Session,
  perSecond: number,
): Promise<Arrivals> {
  await session.ask("DELETE", `/api/v1/classes/${CLASS}`); // of a run that was stopped
  await session.ask("POST", "/api/v1/classes", { name: "Arrivals", slug: CLASS });
  await session.ask("PATCH", `/api/v1/classes/${CLASS}`, {
    settings: { limits: { messagesPerSecond: 1000 } },
  });
  const kits: Orders["kits"][number][] = [];
  for (let n = 1; n <= KITS; n++) {
    const slug = `kit-${n}`;
    const { status, body } = await session.ask("POST", `/api/v1/classes/${CLASS}/kits`, { name: slug, slug });
    if (status !== 201) throw new Error(`no kit: ${body}`);
    const { username, key } = JSON.parse(body) as { username: string; key: string };
    kits.push({ username, key });
  }
  const child = fork(new URL("./arriving.ts", import.meta.url));
  const paths = ["a", "b", "c", "d", "e"];
  const heard = () => new Promise<Told>((done) => child.once("message", (told: Told) => done(told)));
  const ready = heard();
  child.send({ mqttPort, kits, paths, perSecond } satisfies Orders);
  await ready;
  return {
    stop: async () => {
      const told = heard();
      child.send("stop");
      const result = await told;
      child.disconnect();
      await session.ask("DELETE", `/api/v1/classes/${CLASS}`);
      return result;
    },
  };
}
