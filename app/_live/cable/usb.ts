import type { KitKey } from "#server/contract/shapes";
import { callApi } from "../api";
import { flashBoard, programOf } from "../flash/flash-board";
import { FlashError, type FlashTrouble } from "../flash/stk500";
import { createStore, type Store } from "../store";
import type { Example } from "../virtual/example-names";
import { fetchImage } from "../virtual/examples";
import { type Bridge, openBridge } from "./bridge";
import { findSerial, type Serial, type SerialPort } from "./web-serial";

/** How a kit's cable stands in this tab. */
export type UsbView =
  | { state: "idle"; why?: UsbTrouble }
  | { state: "opening" | "unplugged" }
  | { state: "open"; bridge: Bridge }
  /** An example is being put on the board; from 0 to 1. */
  | { state: "flashing"; done: number };

/** Why there is no connection: another tab or program has the port, the key was not given, or it could not be opened. */
export type UsbTrouble = "elsewhere" | "busy" | "no-key" | "failed" | "no-image" | FlashTrouble;

export type Usb = {
  view: Store<UsbView>;
  /** Connects by a port that is known already, else by one that the reader is asked for; `choose`: asked in any case. */
  connect(choose: boolean): Promise<void>;
  disconnect(): void;
  /** Puts an example on the board, an Uno, and connects it. */
  flash(example: Example): Promise<void>;
};

const BAUD = 115_200;
/** A second and more of what the fastest sketch says, for a tab that is busy or asleep for a moment. */
const BUFFER_BYTES = 16_384;
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
  let over: Promise<void> = Promise.resolve();

  async function connect(choose: boolean): Promise<void> {
    const serial = findSerial();
    if (!serial || stop) return;
    const port = await portOf(serial, choose);
    if (!port || stop) return;
    view.set({ state: "opening" });
    over = begin((signal) => hold(serial, port, signal));
    await over;
  }

  async function begin(act: (signal: AbortSignal) => Promise<UsbTrouble | null>): Promise<void> {
    const wanted = new AbortController();
    stop = () => wanted.abort();
    const trouble = await withLock(`kitroom-cable ${className}/${kit}`, () => act(wanted.signal));
    stop = null;
    view.set(trouble === null ? IDLE : { state: "idle", why: trouble });
  }

  async function flash(example: Example): Promise<void> {
    const serial = findSerial();
    if (!serial) return;
    stop?.();
    await over;
    const port = await portOf(serial, false);
    if (!port || stop) return;
    view.set({ state: "flashing", done: 0 });
    over = begin(async (signal) => {
      const trouble = await writeExample(port, example, (done) => view.set({ state: "flashing", done }));
      return trouble ?? hold(serial, port, signal);
    });
    await over;
  }

  /** Until it is ended; a port that is pulled out is opened again when it is back. Answers what stands in the way. */
  async function hold(serial: Serial, first: SerialPort, signal: AbortSignal): Promise<UsbTrouble | null> {
    let port = first;
    for (let opened = false; ; opened = true) {
      const trouble = await once(port, signal);
      if (signal.aborted) return null;
      if (trouble !== null && (!opened || trouble === "no-key")) return trouble; // what was there comes back
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
      await port.open({ baudRate: BAUD, bufferSize: BUFFER_BYTES });
    } catch (error) {
      return troubleOf(error);
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

  return { view, connect, disconnect: () => stop?.(), flash };
}

async function writeExample(
  port: SerialPort,
  example: Example,
  onProgress: (done: number) => void,
): Promise<UsbTrouble | null> {
  const hex = await fetchImage(example).catch(() => null);
  if (hex === null) return "no-image";
  try {
    await flashBoard(port, await programOf(hex), onProgress);
    return null;
  } catch (error) {
    return error instanceof FlashError ? error.trouble : troubleOf(error);
  }
}

/** What opening a port threw: somebody else has it, or it is not there as it should be. */
function troubleOf(error: unknown): UsbTrouble {
  const taken = error instanceof DOMException && ["NetworkError", "InvalidStateError"].includes(error.name);
  return taken ? "busy" : "failed";
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

/** Waits until a device of the same kind as this port's is plugged in, the only one; answers its port. */
async function nextPort(serial: Serial, port: SerialPort, signal: AbortSignal): Promise<SerialPort | null> {
  const { usbVendorId, usbProductId } = port.getInfo();
  const isSame = (other: SerialPort) => {
    const info = other.getInfo();
    return info.usbVendorId === usbVendorId && info.usbProductId === usbProductId;
  };
  while (!signal.aborted) {
    await aMoment(signal);
    const [found, ...others] = (await serial.getPorts()).filter(isSame);
    if (found && others.length === 0) return found;
  }
  return null;
}

function aMoment(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, AGAIN_AFTER_MS);
    signal.addEventListener("abort", done);
  });
}
