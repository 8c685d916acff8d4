import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { readHex, runPaced, Uno } from "@kitroom/emulator";
import type { KitKey } from "../contract/shapes";

const IMAGES = join(import.meta.dirname, "../../firmware/images");

/** Pins by which the image asks for its network, and is told of it (firmware/README.md, "Images"). */
const CALL = 8;
const CARRIER = 7;
const LED = 13;

export type NetworkedUno = {
  led(): boolean;
  setVolts(channel: number, volts: number): void;
  /** How often its network was cut while it was there. */
  readonly cuts: number;
  /** From now on the network is cut each time that so many bytes went through it, in either direction; null: no more. */
  cutAfter(bytes: (() => number) | null): void;
  /** The plug of its network: nothing gets through while it is out. */
  plug(there: boolean): void;
  stop(): void;
};

/** An emulated Uno with one of the project's images whose sketches speak MQTT themselves, as this kit. */
export function startUno(image: string, brokerPort: number, kit: KitKey): NetworkedUno {
  const flash = readHex(readFileSync(join(IMAGES, `${image}.hex`), "latin1"));
  writePlace(flash, "KITUSER\0", kit.username);
  writePlace(flash, "KITKEY:\0", kit.key);
  return runUno(flash, brokerPort);
}

/** An emulated Uno with this in its flash; its serial port is joined to the broker as by a modem. */
export function runUno(flash: Uint8Array, brokerPort: number): NetworkedUno {
  let socket: Socket | null = null;
  let plugged = true;
  let chooseCut: (() => number) | null = null;
  let bytesLeft = Number.POSITIVE_INFINITY;
  let cuts = 0;

  const uno = new Uno(flash, {
    onByte: (byte) => {
      if (count(1)) socket?.write(Uint8Array.of(byte));
    },
    onPin: (pin, high) => {
      if (pin === CALL) high ? call() : hangUp();
    },
  });

  function call(): void {
    hangUp();
    if (!plugged) return;
    const mine = connect(brokerPort, "127.0.0.1");
    socket = mine;
    mine.setNoDelay(true);
    mine.on("data", (bytes) => {
      if (socket === mine && count(bytes.length)) uno.send(bytes);
    });
    mine.on("error", () => {});
    mine.on("close", () => {
      if (socket === mine) hangUp();
    });
    bytesLeft = chooseCut?.() ?? Number.POSITIVE_INFINITY;
    uno.drive(CARRIER, true);
  }

  function hangUp(): void {
    const gone = socket;
    socket = null;
    gone?.destroy();
    uno.dropIncoming();
    uno.drive(CARRIER, false);
  }

  /** False where the cable is cut within these bytes: they do not arrive. */
  function count(bytes: number): boolean {
    if (socket === null) return false;
    bytesLeft -= bytes;
    if (bytesLeft > 0) return true;
    cuts++;
    hangUp();
    return false;
  }

  const paced = runPaced(uno);
  return {
    led: () => uno.isHigh(LED),
    setVolts: (channel, volts) => uno.setVolts(channel, volts),
    get cuts() {
      return cuts;
    },
    cutAfter: (bytes) => {
      chooseCut = bytes;
      bytesLeft = bytes?.() ?? Number.POSITIVE_INFINITY;
    },
    plug: (there) => {
      plugged = there;
      if (!there) hangUp();
    },
    stop: () => {
      paced.stop();
      hangUp();
    },
  };
}

/** The image keeps 72 bytes for a text behind its mark. */
function writePlace(flash: Uint8Array, mark: string, text: string): void {
  const bytes = Buffer.from(flash.buffer, flash.byteOffset, flash.length);
  const at = bytes.indexOf(mark, 0, "latin1");
  if (at < 0 || Buffer.byteLength(text) > 71) throw new Error(`The image has no place for ${text}.`);
  bytes.write(`${text}\0`, at + mark.length, "utf8");
}
