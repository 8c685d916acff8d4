import { z } from "zod";

/** By what a board reaches the broker. The first needs no network: its kit's page is one. */
export const BOARDS = ["uno-serial", "uno-ethernet", "uno-r4-wifi", "esp8266", "esp32"] as const;
export type Board = (typeof BOARDS)[number];

/** The lessons, as their folders in firmware/Kitroom/examples are named. */
export const EXAMPLES = [
  "01-publish",
  "02-command",
  "03-both",
  "04-alarm",
  "05-many-sensors",
  "06-qos",
  "07-kit-to-kit",
  "08-cable",
] as const;
export type Example = (typeof EXAMPLES)[number];

export const hasWifi = (board: Board): boolean => !board.startsWith("uno-") || board === "uno-r4-wifi";

/** The last lesson is about the cable alone. */
export const fits = (example: Example, board: Board): boolean =>
  example !== "08-cable" || board === "uno-serial";

/** What a C string can hold: anything but its end. */
const secret = (bytes: number) =>
  z
    .string()
    .refine((text) => !text.includes("\0"), "no NUL")
    .refine((text) => new TextEncoder().encode(text).length <= bytes, `at most ${bytes} bytes`);

const board = z.enum(BOARDS).default("uno-serial");
const example = z.enum(EXAMPLES).default("01-publish");

export const sketchQuery = z.object({ board, example });
/** `wifi`: of the network that the board joins (IEEE 802.11: a name of 32 bytes, a passphrase of 64). */
export const sketchInput = z.object({
  board,
  example,
  wifi: z
    .object({
      name: secret(32),
      password: secret(256).refine((text) => [...text].length <= 64, "at most 64 characters"),
    })
    .optional(),
});
export type SketchWish = z.output<typeof sketchInput>;
