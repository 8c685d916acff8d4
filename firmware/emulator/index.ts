export { CLOCK_HZ } from "./clock";
export { FLASH_BYTES, readHex } from "./hex";
export { type Pace, runPaced, runUntil } from "./pace";
export { Uno, type UnoListeners } from "./uno";
