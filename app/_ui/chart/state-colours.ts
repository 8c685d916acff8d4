import type { StatePoint } from "@/_live/series";
import { coloursOf } from "./colours";
import { isSwitch } from "./state-word";

/** The colour (1 to 8) of each word that a stream has said: its own on every page, as far as there are colours. */
export const wordColours = (states: readonly StatePoint[]): ReadonlyMap<string, number> =>
  coloursOf([...new Set(states.map(({ text }) => text))].filter((text) => !isSwitch(text)));
