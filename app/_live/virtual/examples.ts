import type { Example } from "./example-names";

/** The compiled examples of the library (firmware/images), as files of the product, fetched when one is started. */
const IMAGES = {
  "01-publish": new URL("../../../firmware/images/01-publish.hex", import.meta.url),
  "02-command": new URL("../../../firmware/images/02-command.hex", import.meta.url),
  "03-both": new URL("../../../firmware/images/03-both.hex", import.meta.url),
  "04-alarm": new URL("../../../firmware/images/04-alarm.hex", import.meta.url),
  "05-many-sensors": new URL("../../../firmware/images/05-many-sensors.hex", import.meta.url),
  "06-qos": new URL("../../../firmware/images/06-qos.hex", import.meta.url),
  "07-kit-to-kit": new URL("../../../firmware/images/07-kit-to-kit.hex", import.meta.url),
  "08-cable": new URL("../../../firmware/images/08-cable.hex", import.meta.url),
};

export async function fetchImage(example: Example): Promise<string> {
  const response = await fetch(IMAGES[example], { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${example}: ${response.status}`);
  return response.text();
}
