/** The parts on the board of every example: firmware/README.md. */
export const LED = 13;
export const BUTTON = 2;
const DIAL = 0;
const THERMOMETER = 1;
const LIGHT = 2;

/** How the parts are set: the dial and the light as the converter reads them (0 to 1023), the temperature in °C. */
export type Touch = { pressed: boolean; dial: number; temperature: number; light: number };

export const UNTOUCHED: Touch = { pressed: false, dial: 512, temperature: 21, light: 640 };

export const READING = { min: 0, max: 1023 };
/** A TMP36 goes further down; a classroom does not. */
export const TEMPERATURE = { min: -10, max: 50 };

/** The volts that these parts lay on their channels. */
export function voltsOf({ dial, temperature, light }: Partial<Touch>): { channel: number; volts: number }[] {
  return [
    ...(dial === undefined ? [] : [{ channel: DIAL, volts: converted(dial) }]),
    ...(temperature === undefined ? [] : [{ channel: THERMOMETER, volts: tmp36(temperature) }]),
    ...(light === undefined ? [] : [{ channel: LIGHT, volts: converted(light) }]),
  ];
}

/** The middle of the step that a 10-bit converter on 5 V reads as this number. */
const converted = (reading: number) => ((reading + 0.5) * 5) / 1024;

/** "10 mV/°C scale factor, 750 mV at 25 °C", TMP36 data sheet. */
const tmp36 = (celsius: number) => 0.5 + celsius / 100;
