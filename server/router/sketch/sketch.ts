import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { hasWifi, type SketchWish } from "../../contract/sketch";
import { cString } from "./c-string";
import { readLesson, readLibrary, type SketchFile } from "./files";

/** Whose sketch it is, and how it connects. */
export type SketchOf = {
  /** The kit's short name. */
  slug: string;
  username: string;
  key: string;
  broker: { host: string; port: number };
};

/**
 * A sketch for one kit with its library inside, as a zip of one folder that opens in the Arduino IDE and runs as it is
 * (Arduino, "Sketch specification": the folder and its main file share a name).
 */
export async function sketchZip(kit: SketchOf, wish: SketchWish): Promise<{ name: string; zip: Buffer }> {
  const name = `${kit.slug}-${wish.example}`;
  const [{ sketch, board }, library] = await Promise.all([
    readLesson(wish.example, wish.board),
    readLibrary(),
  ]);
  const files: SketchFile[] = [
    { path: `${name}.ino`, text: sketch },
    { path: "board.h", text: board },
    { path: "secrets.h", text: secretsFor(kit, wish) },
    ...library,
  ];
  const zip = new ZipFile();
  for (const file of files) zip.addBuffer(Buffer.from(file.text), `${name}/${file.path}`);
  zip.end();
  return { name, zip: await buffer(zip.outputStream) };
}

/** The tab with what only this kit knows. */
export function secretsFor({ username, key, broker }: SketchOf, { board, wifi }: SketchWish): string {
  const lines = [define("KITROOM_USER", cString(username)), define("KITROOM_KEY", cString(key))];
  if (board !== "uno-serial")
    lines.push(define("KITROOM_BROKER", cString(broker.host)), define("KITROOM_PORT", String(broker.port)));
  if (hasWifi(board))
    lines.push(
      define("WIFI_NAME", cString(wifi?.name ?? "your Wi-Fi's name")),
      define("WIFI_PASSWORD", cString(wifi?.password ?? "its password")),
    );
  return `${lines.join("\n")}\n`;
}

const define = (name: string, value: string) => `#define ${name} ${value}`;
