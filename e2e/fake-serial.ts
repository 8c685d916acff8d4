import { readFileSync } from "node:fs";
import { readHex, runPaced, Uno } from "@kitroom/emulator";
import type { Page } from "@playwright/test";

/** What hangs on a USB cable. */
export type Board = { send(bytes: Uint8Array): void; reset(): void };

/** A cable between a board and the port of a page as Web Serial gives it. Headless Chromium has no ports of its window. */
export type Cable = {
  /** What the board sends. */
  give(bytes: readonly number[]): void;
  unplug(page: Page): Promise<void>;
  plug(page: Page): Promise<void>;
  /** As if the board's sketch had sent this. */
  say(page: Page, frame: string): Promise<void>;
  stop(): void;
};
export type CabledUno = Cable & { readonly uno: Uno };

type Fake = { give(bytes: number[]): void; unplug(): void; plug(): void };
declare global {
  interface Window {
    kitOnCable: Fake;
    toKit(bytes: number[]): void;
    resetKit(): void;
  }
}

/** Puts an emulated Uno with this sketch on the cable of all pages of the browser that are opened from now on. */
export async function cableUno(page: Page, image: string): Promise<CabledUno> {
  let give: Cable["give"] = () => {};
  const uno = new Uno(readHex(readFileSync(image, "utf8")), { onByte: (byte) => give([byte]) });
  const running = runPaced(uno);
  const cable = await cableBoard(page, { send: (bytes) => uno.send(bytes), reset: () => uno.reset() });
  give = cable.give;
  return {
    ...cable,
    uno,
    stop: () => {
      cable.stop();
      running.stop();
    },
  };
}

/** Puts a board on the cable of all pages of the browser that are opened from now on. */
export async function cableBoard(page: Page, board: Board): Promise<Cable> {
  let sent: number[] = [];
  const context = page.context();
  await context.exposeFunction("toKit", (bytes: number[]) => board.send(Uint8Array.from(bytes)));
  await context.exposeFunction("resetKit", () => board.reset());
  await context.addInitScript(fakeSerial);
  const giving = setInterval(() => {
    if (sent.length === 0) return;
    const bytes = sent;
    sent = [];
    for (const one of context.pages())
      void one.evaluate((given) => window.kitOnCable.give(given), bytes).catch(() => {}); // a page that is on its way elsewhere
  }, 5);
  return {
    give: (bytes) => void sent.push(...bytes),
    unplug: (one) => one.evaluate(() => window.kitOnCable.unplug()),
    say: (one, frame) =>
      one.evaluate((given) => window.kitOnCable.give(given), [...new TextEncoder().encode(frame)]),
    plug: (one) => one.evaluate(() => window.kitOnCable.plug()),
    stop: () => clearInterval(giving),
  };
}

/** Runs in the page, before its own scripts. */
function fakeSerial(): void {
  class Port extends EventTarget {
    readable: ReadableStream<Uint8Array> | null = null;
    writable: WritableStream<Uint8Array> | null = null;
    from: ReadableStreamDefaultController<Uint8Array> | null = null;
    ready = true;
    async open(): Promise<void> {
      if (this.readable) throw new DOMException("it is open", "InvalidStateError");
      if (!plugged) throw new DOMException("it is gone", "NetworkError");
      window.resetKit(); // opening sets DTR, which resets an Uno
      this.readable = new ReadableStream({
        start: (controller) => {
          this.from = controller;
        },
        cancel: () => {
          this.from = null;
        },
      });
      this.writable = new WritableStream({ write: (bytes) => window.toKit([...bytes]) });
    }
    async close(): Promise<void> {
      if (this.readable?.locked || this.writable?.locked) throw new TypeError("its streams are locked");
      this.readable = this.writable = this.from = null;
    }
    getInfo() {
      return { usbVendorId: 0x2341, usbProductId: 0x43 };
    }
    /** The falling edge of the board's reset line, which DTR pulls down, is its reset. */
    async setSignals({ dataTerminalReady }: { dataTerminalReady?: boolean }): Promise<void> {
      if (!plugged) throw new DOMException("it is gone", "NetworkError");
      if (dataTerminalReady && !this.ready) window.resetKit();
      this.ready = dataTerminalReady ?? this.ready;
    }
  }
  let plugged = true;
  const port = new Port();
  const serial = Object.assign(new EventTarget(), {
    getPorts: async () => (plugged ? [port] : []),
    requestPort: async () => port,
  });
  window.kitOnCable = {
    give: (bytes) => port.from?.enqueue(Uint8Array.from(bytes)),
    unplug: () => {
      plugged = false;
      port.from?.error(new DOMException("The device has been lost.", "NetworkError"));
      port.from = null;
    },
    plug: () => {
      plugged = true;
    },
  };
  Object.defineProperty(navigator, "serial", { value: serial });
}
