import {
  type Code,
  call,
  get,
  I32,
  i32,
  number,
  repeat,
  set,
  tee,
  V128,
  v128,
  type WasmFunction,
  wasmModule,
} from "./wasm";

/**
 * scryptROMix (RFC 7914, 5) as WebAssembly with vectors: the part of scrypt that takes its time. OpenSSL's computes a
 * word at a time and takes twice as long for the same result; the rest (PBKDF2) stays with Node.
 *
 * The words of each 64-byte chunk lie along the diagonals of Salsa20's matrix, which makes a quarter-round of all
 * four columns one of vectors: chunk word i holds word 5 i mod 16 of the standard's order. Memory: the block, a
 * block of scratch, then V's N blocks, the first of which is where the input stands.
 */
const ROUNDS = 8;

/** Turns of a vector's words by one, two, three places. */
const BY_ONE = [1, 2, 3, 0];
const BY_TWO = [2, 3, 0, 1];
const BY_THREE = [3, 0, 1, 2];

type Words = readonly [number, number, number, number];

/** Four quarter-rounds at once (RFC 7914, 3), of columns; of rows with the words the other way round. */
function quarterRounds([a, b, c, d]: Words, spare: number): Code {
  const step = (into: number, one: number, other: number, bits: number) => [
    [get(one), get(other), v128.add, tee(spare), v128.rotate(spare, bits)],
    [get(into), v128.xor, set(into)],
  ];
  return [step(b, a, d, 7), step(c, b, a, 9), step(d, c, b, 13), step(a, d, c, 18)];
}

function doubleRound([a, b, c, d]: Words, spare: number): Code {
  return [
    quarterRounds([a, b, c, d], spare),
    [v128.turn(b, BY_THREE), v128.turn(c, BY_TWO), v128.turn(d, BY_ONE)],
    quarterRounds([a, d, c, b], spare),
    [v128.turn(b, BY_ONE), v128.turn(c, BY_TWO), v128.turn(d, BY_THREE)],
  ];
}

const CHUNK = 64;

/** scryptBlockMix (RFC 7914, 4) of a block, or of two xored: (block, [other,] output, r). */
function blockMix({ ofTwo }: { ofTwo: boolean }): WasmFunction {
  const [block, other, output, r] = ofTwo ? [0, 1, 2, 3] : [0, 0, 1, 2];
  const [end, last, odd] = [r + 1, r + 2, r + 3];
  const x: Words = [r + 4, r + 5, r + 6, r + 7];
  const before: Words = [r + 8, r + 9, r + 10, r + 11];
  const spare = r + 12;
  const input = (from: (of: number) => Code, offset: number): Code => [
    [from(block), v128.load(offset)],
    ofTwo ? [from(other), v128.load(offset), v128.xor] : [],
  ];
  const lastOf = (of: number): Code => [get(of), get(last), i32.add];
  const forward = (pointer: number, bytes: number): Code => [
    get(pointer),
    number(bytes),
    i32.add,
    set(pointer),
  ];

  const mixChunk = (offset: number, to: number): Code => [
    x.map((word, at) => [input(get, offset + 16 * at), get(word), v128.xor, tee(word), set(before[at] ?? 0)]),
    Array.from({ length: ROUNDS / 2 }, () => doubleRound(x, spare)),
    x.map((word, at) => [get(to), get(word), get(before[at] ?? 0), v128.add, tee(word), v128.store(16 * at)]),
  ];

  return {
    parameters: ofTwo ? [I32, I32, I32, I32] : [I32, I32, I32],
    locals: [I32, I32, I32, ...Array.from({ length: 9 }, () => V128)],
    body: [
      [get(r), number(2 * CHUNK), i32.mul, tee(last), get(block), i32.add, set(end)],
      [get(last), number(CHUNK), i32.sub, set(last)],
      [get(r), number(CHUNK), i32.mul, get(output), i32.add, set(odd)],
      x.map((word, at) => [input(lastOf, 16 * at), set(word)]),
      repeat(
        // Even chunks come first in the output, then the odd ones.
        mixChunk(0, output),
        mixChunk(CHUNK, odd),
        [forward(block, 2 * CHUNK), ofTwo ? forward(other, 2 * CHUNK) : []],
        [forward(output, CHUNK), forward(odd, CHUNK)],
        [get(block), get(end), i32.less],
      ),
    ],
  };
}

const MIX = 0;
const MIX_TWO = 1;

/** scryptROMix: (r, N), N a power of two. */
function roMix(): WasmFunction {
  const [r, n, size, v, at, last, left] = [0, 1, 2, 3, 4, 5, 6];
  const block: Code = number(0);
  const scratch: Code = get(size);
  const countDown: Code = [get(left), number(1), i32.sub, tee(left)];
  /** Of a block and the one of V that its last chunk names (Integerify), the mix. */
  const visit = (from: Code, to: Code): Code => [
    [from, get(v)],
    [from, get(last), i32.add, i32.load, get(n), number(1), i32.sub, i32.and, get(size), i32.mul, i32.add],
    [to, get(r), call(MIX_TWO)],
  ];
  return {
    name: "roMix",
    parameters: [I32, I32],
    locals: Array.from({ length: 5 }, () => I32),
    body: [
      [get(r), number(2 * CHUNK), i32.mul, tee(size), number(2), i32.mul, tee(v), set(at)],
      [get(size), number(CHUNK), i32.sub, set(last)],
      [get(n), number(1), i32.sub, set(left)],
      repeat(
        [get(at), get(at), get(size), i32.add, get(r), call(MIX)],
        [get(at), get(size), i32.add, set(at)],
        countDown,
      ),
      [get(at), block, get(r), call(MIX)],
      [get(n), i32.half, set(left)],
      repeat(visit(block, scratch), visit(scratch, block), countDown),
    ],
  };
}

/** The module; its `roMix(r, N)` finds the input at 256 r and leaves the output at 0. */
export function roMixModule(): Uint8Array<ArrayBuffer> {
  return wasmModule([blockMix({ ofTwo: false }), blockMix({ ofTwo: true }), roMix()]);
}
