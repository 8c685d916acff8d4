/** A payload that is hard on whoever reads it; what a chart may make of it, which is mostly nothing. */
export type HardPayload = {
  name: string;
  bytes: Uint8Array;
  value?: number;
  fields?: Record<string, number>;
};

const LIMIT = 64 * 1024;
const text = (name: string, payload: string, drawn: Pick<HardPayload, "value" | "fields"> = {}) => ({
  name,
  bytes: new TextEncoder().encode(payload),
  ...drawn,
});
const thousand = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`key${n}`, n]));

/** Payloads that a kit may send although no sketch means to, each within the limit of 64 KiB. */
export const HARD_PAYLOADS: readonly HardPayload[] = [
  text("not a number", "NaN"),
  text("infinite", "Infinity"),
  text("infinite, below", "-Infinity"),
  text("too large for a double", "1e400"),
  text("too large for a double, below", "-1e400"),
  text("too small for a double", "1e-400", { value: 0 }),
  text("minus nought", "-0", { value: 0 }),
  text("a number and more", "12abc"),
  text("hexadecimal", "0x1F"),
  text("two numbers", "1 2"),
  text("decimal comma", "21,5"),
  text("the largest double", "1.7976931348623157e308", { value: Number.MAX_VALUE }),
  text("digits as far as they go", "9".repeat(LIMIT)),
  text("a fraction of many digits", `0.${"3".repeat(LIMIT - 2)}`, { value: 1 / 3 }),
  text("an object of a thousand", JSON.stringify(thousand), { fields: { key0: 0, key31: 31 } }),
  text("brackets as far as they go", "[".repeat(LIMIT)),
  text("brackets that close", `${"[".repeat(LIMIT / 2)}${"]".repeat(LIMIT / 2)}`),
  text("braces as deep as they go", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`),
  text("half a character, escaped", '{"\\ud800":1,"t":"\\udc00","ok":2}', { fields: { ok: 2 } }),
  text("names twice", '{"t":1,"t":2}', { fields: { t: 2 } }),
  text("names of what every object has", '{"__proto__":{"t":1},"constructor":2,"toString":3}', {
    fields: { "__proto__.t": 1, constructor: 2, toString: 3 },
  }),
  text("numbers that are none, in an object", '{"a":1e400,"b":-0,"c":"7","d":null,"e":true}', {
    fields: { b: 0, e: 1 },
  }),
  text("an empty name", '{"":1,"t":2}', { fields: { t: 2 } }),
  text("a name with a dot, and a path like it", '{"a.b":1,"a":{"b":2}}', { fields: { "a.b": 2 } }),
  text("NUL", "\0"),
  text("NUL in a name", '{"a\\u0000b":1,"t":2}', { fields: { t: 2 } }),
  text("nothing", ""),
  text("blanks", " \t\r\n"),
  text("byte order mark", "\ufeff21.5", { value: 21.5 }),
  text("byte order mark before an object", '\ufeff{"t":1}'),
  text("JSON that ends too early", '{"t":'),
  text("markup", "<script>throw new Error('run')</script><img src=x onerror=alert(1)>"),
  text("right to left", "\u202e5.12\u202c"),
  { name: "half a character", bytes: new Uint8Array([0xed, 0xa0, 0x80]) },
  { name: "bytes", bytes: Uint8Array.from({ length: 256 }, (_, n) => n) },
];
