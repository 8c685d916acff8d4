import type { KitKey } from "#server/contract/shapes";
import { callApi } from "../api";
import { createStore, type Store } from "../store";
import { type Bridge, openBridge } from "./bridge";
import { findSerial, type Serial, type SerialPort } from "./web-serial";

/** How a kit's cable stands in this tab. */
export type UsbView =
  | { state: "idle"; why?: UsbTrouble }
  | { state: "opening" | "unplugged" }
  | { state: "open"; bridge: Bridge };

/** Why there is no connection: another tab or program has the port, the key was not given, or it could not be opened. */
export type UsbTrouble = "elsewhere" | "busy" | "no-key" | "failed";

export type Usb = {
  view: Store<UsbView>;
  /** Connects by a port that is known already, else by one that the reader is asked for; `choose`: asked in any case. */
  connect(choose: boolean): Promise<void>;
  disconnect(): void;
};

const BAUD = 115_200;
/** A port that was just plugged in is there some time before it can be opened. */
const AGAIN_AFTER_MS = 1_000;

const IDLE: UsbView = { state: "idle" };
const usbs = new Map<string, Usb>();

/** The cable of a kit. It stays connected while one looks at other pages of this tab, and ends with it. */
export function usbOf(className: string, kit: string): Usb {
  const name = `${className}/${kit}`;
  const usb = usbs.get(name) ?? createUsb(className, kit);
  usbs.set(name, usb);
  return usb;
}

function createUsb(className: string, kit: string): Usb {
  const view = createStore<UsbView>(IDLE);
  let stop: (() => void) | null = null;

  async function connect(choose: boolean): Promise<void> {
    const serial = findSerial();
    if (!serial || stop) return;
    const port = await portOf(serial, choose);
    if (!port || stop) return;
    const wanted = new AbortController();
    stop = () => wanted.abort();
    view.set({ state: "opening" });
    const trouble = await withLock(`kitroom-cable ${className}/${kit}`, () =>
      hold(serial, port, wanted.signal),
    );
    stop = null;
    view.set(trouble === null ? IDLE : { state: "idle", why: trouble });
  }

  /** Until it is ended; a port that is pulled out is opened again when it is back. Answers what stands in the way. */
  async function hold(serial: Serial, first: SerialPort, signal: AbortSignal): Promise<UsbTrouble | null> {
    let port = first;
    for (let opened = false; ; opened = true) {
      const trouble = await once(port, signal);
      if (signal.aborted) return null;
      if (trouble !== null && !(opened && trouble === "busy")) return trouble;
      view.set({ state: "unplugged" });
      port = (await nextPort(serial, port, signal)) ?? port;
      if (signal.aborted) return null;
    }
  }

  /** Until the cable is pulled out or it is ended. */
  async function once(port: SerialPort, signal: AbortSignal): Promise<UsbTrouble | null> {
    const key = await callApi<KitKey>("GET", `/classes/${className}/kits/${kit}/key`);
    if (!key.ok) return key.code === "unavailable" ? "failed" : "no-key";
    try {
      await port.open({ baudRate: BAUD });
    } catch (error) {
      return error instanceof DOMException && error.name === "NetworkError" ? "busy" : "failed";
    }
    const { readable, writable } = port;
    if (!readable || !writable) return "failed";
    const bridge = openBridge({
      line: { readable, writable },
      kit: { class: className, kit, ...key.value },
    });
    signal.addEventListener("abort", bridge.close);
    if (signal.aborted) bridge.close();
    view.set({ state: "open", bridge });
    await bridge.ended;
    await port.close().catch(() => {}); // the device may be gone
    return null;
  }

  return { view, connect, disconnect: () => stop?.() };
}

async function portOf(serial: Serial, choose: boolean): Promise<SerialPort | null> {
  const [known, ...others] = choose ? [] : await serial.getPorts();
  if (known && others.length === 0) return known;
  return serial.requestPort().catch(() => null); // chose none
}

/** Does this unless another tab is at it. */
async function withLock(name: string, act: () => Promise<UsbTrouble | null>): Promise<UsbTrouble | null> {
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : "elsewhere"));
}

/** Waits for a device to be plugged in, or a moment; answers the port that came. */
function nextPort(serial: Serial, port: SerialPort, signal: AbortSignal): Promise<SerialPort | null> {
  return new Promise((resolve) => {
    const done = (found: SerialPort | null) => {
      serial.removeEventListener("connect", onConnect);
      signal.removeEventListener("abort", onAbort);
      clearInterval(asking);
      resolve(found);
    };
    const onConnect = (event: Event) => done(event.target as SerialPort); // the port that was plugged in
    const onAbort = () => done(null);
    const asking = setInterval(async () => {
      const there = await serial.getPorts();
      if (there.includes(port)) done(port);
    }, AGAIN_AFTER_MS);
    serial.addEventListener("connect", onConnect);
    signal.addEventListener("abort", onAbort);
  });
}
