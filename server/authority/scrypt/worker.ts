/**
 * What a thread for scrypt runs, as text: a file of its own would have to be found from the bundle, from Next's
 * build and from the sources alike. It is given the compiled module (romix.ts), keeps one memory, and answers each
 * request with its key. WebAssembly's memory is little-endian, as RFC 7914 has it.
 */
export const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const { pbkdf2Sync } = require("node:crypto");
const { memory, roMix } = new WebAssembly.Instance(workerData).exports;
const PAGE = 65536;

parentPort.on("message", ({ password, salt, N, r, p, length }) => {
  const size = 128 * r;
  const pages = Math.ceil((size * (N + 2)) / PAGE);
  if (pages * PAGE > memory.buffer.byteLength) memory.grow(pages - memory.buffer.byteLength / PAGE);
  const blocks = pbkdf2Sync(password, salt, 1, p * size, "sha256");
  const input = new DataView(memory.buffer, 2 * size, size);
  const output = new DataView(memory.buffer, 0, size);
  for (let first = 0; first < blocks.length; first += size) {
    for (let at = 0; at < size / 4; at++) input.setUint32(4 * at, blocks.readUInt32LE(first + 4 * diagonal(at)), true);
    roMix(r, N);
    for (let at = 0; at < size / 4; at++) blocks.writeUInt32LE(output.getUint32(4 * at, true), first + 4 * diagonal(at));
  }
  parentPort.postMessage(pbkdf2Sync(password, blocks, 1, length, "sha256"));
});

function diagonal(word) {
  return (word & ~15) | ((5 * word) & 15);
}
`;
