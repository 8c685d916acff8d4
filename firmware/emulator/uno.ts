import {
  AVRADC,
  AVREEPROM,
  AVRTimer,
  adcConfig,
  CPU,
  EEPROMMemoryBackend,
  timer0Config,
  timer1Config,
  timer2Config,
} from "avr8js";
import { type Core, makeCore } from "./core";
import { attachPins, DIGITAL_PINS, type Pins } from "./pins";
import { attachSerial, type Serial } from "./serial";

const RAM_BYTES = 2048;
const EEPROM_BYTES = 1024;

export type UnoListeners = {
  /** A byte left the UART (pin 1, TX). */
  onByte?: (byte: number) => void;
  /** The sketch switched an output. */
  onPin?: (pin: number, high: boolean) => void;
};

/** An Arduino Uno in software: ATmega328P at 16 MHz with UART, timers, ADC, EEPROM and digital pins. */
export class Uno {
  readonly #flash: Uint8Array;
  readonly #listeners: UnoListeners;
  readonly #eeprom = new EEPROMMemoryBackend(EEPROM_BYTES);
  readonly #driven = new Map<number, boolean>();
  readonly #volts = new Map<number, number>();
  #chip: Chip;

  /** `flash` as `readHex` gives it. The sketch starts with the first `run`. */
  constructor(flash: Uint8Array, listeners: UnoListeners = {}) {
    this.#flash = flash;
    this.#listeners = listeners;
    this.#chip = this.#powerUp();
  }

  /** Cycles since the last reset; 16,000,000 are a second. */
  get cycles(): number {
    return this.#chip.cpu.cycles;
  }

  /** Bytes that the sketch was too slow to take from the UART. */
  get overruns(): number {
    return this.#chip.serial.overruns;
  }

  /** Runs for that many cycles, and at most one instruction longer. */
  run(cycles: number): void {
    this.#chip.core.runUntil(this.#chip.cpu.cycles + cycles);
  }

  /** The reset button: sketch, RAM and what is on the wire begin anew; EEPROM and what is connected stay. */
  reset(): void {
    const { pins } = this.#chip;
    this.#chip = this.#powerUp();
    for (let pin = 0; pin < DIGITAL_PINS; pin++) if (pins.isHigh(pin)) this.#listeners.onPin?.(pin, false);
  }

  /** Bytes into the UART (pin 0, RX); they arrive one at a time at the speed that the sketch has set. */
  send(bytes: Uint8Array): void {
    this.#chip.serial.send(bytes);
  }

  /** The plug is pulled: bytes that are not in the UART yet never come. */
  dropIncoming(): void {
    this.#chip.serial.drop();
  }

  /** Wires a pin (14 to 19 are A0 to A5) to 5 V or ground. */
  drive(pin: number, high: boolean): void {
    this.#chip.pins.drive(pin, high);
    this.#driven.set(pin, high);
  }

  /** Lays 0 to 5 volts on A0 to A5. */
  setVolts(channel: number, volts: number): void {
    this.#chip.adc.channelValues[channel] = volts;
    this.#volts.set(channel, volts);
  }

  /** Whether the sketch drives that pin high. */
  isHigh(pin: number): boolean {
    return this.#chip.pins.isHigh(pin);
  }

  #powerUp(): Chip {
    const chip = makeChip(this.#flash, this.#eeprom, this.#listeners);
    for (const [pin, high] of this.#driven) chip.pins.drive(pin, high);
    for (const [channel, volts] of this.#volts) chip.adc.channelValues[channel] = volts;
    return chip;
  }
}

type Chip = { cpu: CPU; core: Core; serial: Serial; pins: Pins; adc: AVRADC };

function makeChip(flash: Uint8Array, eeprom: EEPROMMemoryBackend, { onByte, onPin }: UnoListeners): Chip {
  const cpu = new CPU(new Uint16Array(flash.slice().buffer), RAM_BYTES);
  for (const timer of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, timer);
  new AVREEPROM(cpu, eeprom);
  return {
    cpu,
    core: makeCore(cpu),
    adc: new AVRADC(cpu, adcConfig),
    pins: attachPins(cpu, (pin, high) => onPin?.(pin, high)),
    serial: attachSerial(cpu, (byte) => onByte?.(byte)),
  };
}
