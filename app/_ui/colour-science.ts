/** A colour as amounts of light, each 0 to 1 (linear sRGB). */
export type Rgb = readonly [red: number, green: number, blue: number];

export function linear(hex: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

const luminance = ([red, green, blue]: Rgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

export type Vision = "normal" | "red-blind" | "green-blind" | "blue-blind";
export const VISIONS: readonly Vision[] = ["normal", "red-blind", "green-blind", "blue-blind"];

type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira, Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1. */
const BLINDNESS: Record<Exclude<Vision, "normal">, Matrix> = {
  "red-blind": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "green-blind": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "blue-blind": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export function asSeenBy(vision: Vision, colour: Rgb): Rgb {
  if (vision === "normal") return colour;
  const [red, green, blue] = times(BLINDNESS[vision], colour);
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [clip(red), clip(green), clip(blue)];
}

/** How different two colours look: their distance in OKLab (Ottosson 2020), where black and white are 1 apart. */
export function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [okLab(a), okLab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

function okLab(colour: Rgb): Rgb {
  const [long, medium, short] = times(TO_CONES, colour);
  return times(TO_LAB, [Math.cbrt(long), Math.cbrt(medium), Math.cbrt(short)]);
}

function times(matrix: Matrix, [x, y, z]: Rgb): Rgb {
  const row = ([a, b, c]: Rgb) => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}
