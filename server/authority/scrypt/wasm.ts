/** As much of WebAssembly's binary format as a module of plain functions needs (WebAssembly 2.0, chapter 5). */
export type Code = readonly (number | Code)[];

export const I32 = 0x7f;
export const V128 = 0x7b;

/** A whole number of at least 0 (5.2.2, LEB128). */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const done = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40);
  return done ? [low] : [low | 0x80, ...signed(rest)];
}

function flat(code: Code): number[] {
  return code.flatMap((part) => (typeof part === "number" ? [part] : flat(part)));
}

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number): Code => [0x21, unsigned(local)];
/** Sets a local and leaves its value. */
export const tee = (local: number): Code => [0x22, unsigned(local)];
export const number = (value: number): Code => [0x41, signed(value)];
export const call = (index: number): Code => [0x10, unsigned(index)];
/** Runs its body, which leaves a condition behind, and again while that is not 0. */
export const repeat = (...body: Code): Code => [0x03, 0x40, body, 0x0d, 0x00, 0x0b];

export const i32 = {
  add: 0x6a,
  sub: 0x6b,
  mul: 0x6c,
  and: 0x71,
  half: [number(1), 0x76],
  less: 0x49,
  load: [0x28, 2, 0],
};

const vector = (operation: number): Code => [0xfd, unsigned(operation)];

/** Four words of 32 bits at once. */
export const v128 = {
  load: (offset: number): Code => [vector(0x00), 4, unsigned(offset)],
  store: (offset: number): Code => [vector(0x0b), 4, unsigned(offset)],
  add: vector(0xae),
  xor: vector(0x51),
  /** The word on top of the stack, of which `copy` is a local with the same value, turned left by so many bits. */
  rotate: (copy: number, bits: number): Code => [
    [number(bits), vector(0xab)],
    [get(copy), number(32 - bits), vector(0xad)],
    vector(0x50),
  ],
  /** The words of a local, in this order. */
  turn: (local: number, order: readonly number[]): Code => [
    [get(local), get(local), vector(0x0d)],
    order.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte)),
    set(local),
  ],
};

export type WasmFunction = {
  parameters: readonly number[];
  locals: readonly number[];
  body: Code;
  /** The name under which it is called from outside. */
  name?: string;
};

/** A module of these functions, which answer nothing, and of one memory, `memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const names = functions.flatMap(({ name }, index) =>
    name === undefined ? [] : [[text(name), 0x00, unsigned(index)]],
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map(({ parameters }) => [0x60, list(parameters), list([])]),
    ),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[0x00, 1]]),
    ...section(7, [[text("memory"), 0x02, 0], ...names]),
    ...section(
      10,
      functions.map(({ locals, body }) => sized([list(locals.map((type) => [1, type])), body, 0x0b])),
    ),
  ]);
}

const list = (items: readonly (number | Code)[]): Code => [unsigned(items.length), items];
const text = (ascii: string): Code => list([...Buffer.from(ascii)]);

function sized(code: Code): Code {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
}

function section(id: number, items: readonly Code[]): number[] {
  return flat([id, sized(list(items))]);
}
