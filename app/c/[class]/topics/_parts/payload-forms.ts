import { findText } from "#server/contract/payload";

export type PayloadForm = "text" | "json" | "hex";

/** What is shown of a payload, in the form asked for; `null` text for one that has no such form. */
export type Shown = { text: string; mono: boolean; cut: number };

const MOST_CHARACTERS = 4000;
const MOST_HEX_BYTES = 1024;
const HEX_PREVIEW = 24;

/** A payload as text (bytes that are none in hex), as indented JSON where it is some, or as a hex dump. */
export function showPayload(payload: string | Uint8Array, form: PayloadForm): Shown {
  const text = typeof payload === "string" ? payload : findText(payload);
  if (form === "hex" || text === null)
    return form === "text" ? hexLine(bytesOf(payload)) : hexDump(bytesOf(payload));
  if (form === "json") return cut(indented(text) ?? text, true);
  return cut(visible(text), false);
}

export function bytesOf(payload: string | Uint8Array): Uint8Array {
  return typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
}

function cut(text: string, mono: boolean): Shown {
  const left = text.length - MOST_CHARACTERS;
  return left > 0 ? { text: text.slice(0, MOST_CHARACTERS), mono, cut: left } : { text, mono, cut: 0 };
}

function indented(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** Control characters get their pictures, so that nothing in a payload is unseen; lines and tabs stay. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (character) =>
    character === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0)),
  );
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

function hexLine(bytes: Uint8Array): Shown {
  const text = Array.from(bytes.subarray(0, HEX_PREVIEW), hex).join(" ");
  return { text, mono: true, cut: Math.max(0, bytes.length - HEX_PREVIEW) };
}

/** Sixteen bytes a line: offset, bytes, and the characters that can be printed. */
function hexDump(bytes: Uint8Array): Shown {
  const lines: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, MOST_HEX_BYTES); offset += 16) {
    const row = bytes.subarray(offset, offset + 16);
    const codes = Array.from(row, hex).join(" ").padEnd(47);
    const characters = Array.from(row, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "."));
    lines.push(`${offset.toString(16).padStart(4, "0")}  ${codes}  ${characters.join("")}`);
  }
  return { text: lines.join("\n"), mono: true, cut: Math.max(0, bytes.length - MOST_HEX_BYTES) };
}
