import { expect, test } from "vitest";
import { readOptions } from "./options";

const known = { workloads: ["class", "mesh", "ingest"], peers: ["mosquitto-ws", "aedes"] };

test("nothing said is everything", () => {
  expect(readOptions([], known)).toEqual({ ...known, server: null, quick: false, write: false });
});

test("workloads and peers are taken in their own order", () => {
  const options = readOptions(["ingest", "class", "--peers", "aedes,mosquitto-ws", "--quick"], known);
  expect(options).toMatchObject({ workloads: ["class", "ingest"], peers: known.peers, quick: true });
  expect(readOptions(["--peers", "none"], known).peers).toEqual([]);
});

test("what there is not is named, with what there is", () => {
  expect(() => readOptions(["mash"], known)).toThrow(
    "there is no workload mash; there are class, mesh, ingest",
  );
  expect(() => readOptions(["--peers", "hivemq"], known)).toThrow("there is no peer hivemq");
  expect(() => readOptions(["--fast"], known)).toThrow("--fast");
});
