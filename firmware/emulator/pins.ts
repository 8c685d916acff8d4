import { AVRIOPort, type CPU, PinState, portBConfig, portCConfig, portDConfig } from "avr8js";

/** An Uno's digital pins by their printed numbers: 0 to 7 are port D, 8 to 13 port B, 14 to 19 (A0 to A5) port C. */
export type Pins = {
  /** What is outside of a pin pulls it up or down, as a button or a wire does. */
  drive(pin: number, high: boolean): void;
  /** Whether the sketch makes it an output, and high. */
  isHigh(pin: number): boolean;
};

export const DIGITAL_PINS = 20;

/** `onChange` is called with each output that the sketch switches. */
export function attachPins(cpu: CPU, onChange: (pin: number, high: boolean) => void): Pins {
  const ports = [
    { first: 0, port: new AVRIOPort(cpu, portDConfig), count: 8 },
    { first: 8, port: new AVRIOPort(cpu, portBConfig), count: 6 },
    { first: 14, port: new AVRIOPort(cpu, portCConfig), count: 6 },
  ];
  const high = new Array<boolean>(DIGITAL_PINS).fill(false);

  for (const { first, port, count } of ports) {
    port.addListener(() => {
      for (let index = 0; index < count; index++) {
        const is = port.pinState(index) === PinState.High;
        if (is === high[first + index]) continue;
        high[first + index] = is;
        onChange(first + index, is);
      }
    });
  }

  return {
    drive: (pin, level) => {
      const place = ports.findLast(({ first }) => pin >= first);
      if (place === undefined || pin >= place.first + place.count)
        throw new RangeError(`An Uno has no pin ${pin}.`);
      place.port.setPin(pin - place.first, level);
    },
    isHigh: (pin) => high[pin] ?? false,
  };
}
