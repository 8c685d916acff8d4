import type { Reply } from "#server/contract/refusal";
import type { KitKey } from "#server/contract/shapes";
import { callApi } from "../api";
import { type Bridge, openBridge } from "../cable/bridge";
import { createStore } from "../store";
import type { Example } from "./example-names";
import { fetchImage } from "./examples";
import { startVirtualUno, type VirtualUno } from "./virtual-uno";

/** A kit whose board is emulated in this tab. */
export type RunningKit = { example: Example; uno: VirtualUno; bridge: Bridge };

/** By `<class>/<kit>`. They run on while one looks at other pages of this tab, and end with it. */
export const runningKits = createStore<ReadonlyMap<string, RunningKit>>(new Map());

/** Puts the sketch on the kit's virtual board and lets it run; a board that it had is taken off before. */
export async function startKit(className: string, kit: string, example: Example): Promise<Reply<undefined>> {
  const key = await callApi<KitKey>("GET", `/classes/${className}/kits/${kit}/key`);
  if (!key.ok) return key;
  const hex = await fetchImage(example).catch(() => null);
  if (hex === null) return { ok: false, code: "unavailable", message: example };
  stopKit(className, kit);
  const uno = startVirtualUno(hex, (why) => {
    reportError(new Error(`The emulated board of ${className}/${kit} stopped: ${why}`));
    stopKit(className, kit);
  });
  const bridge = openBridge({ line: uno.line, kit: { class: className, kit, ...key.value } });
  change((running) => running.set(`${className}/${kit}`, { example, uno, bridge }));
  return { ok: true, value: undefined };
}

/** Pulls the plug. */
export function stopKit(className: string, kit: string): void {
  const name = `${className}/${kit}`;
  const running = runningKits.read().get(name);
  if (!running) return;
  running.bridge.close();
  running.uno.close();
  change((all) => all.delete(name));
}

function change(how: (running: Map<string, RunningKit>) => unknown): void {
  const next = new Map(runningKits.read());
  how(next);
  runningKits.set(next);
}
