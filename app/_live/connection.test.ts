import { expect, test } from "vitest";
import { type Connection, type ConnectionEvent, connection, OPENING } from "./connection";

const after = (...events: ConnectionEvent[]): Connection => events.reduce(connection, OPENING);

test("a page opens, is live, and says since when it is not", () => {
  expect(after()).toEqual({ kind: "opening" });
  expect(after({ type: "up" })).toEqual({ kind: "live" });
  expect(after({ type: "up" }, { type: "down", at: 7 })).toEqual({ kind: "retrying", since: 7 });
});

test("further failures do not move the time of the loss", () => {
  const lost = after({ type: "up" }, { type: "down", at: 7 });
  expect(connection(lost, { type: "down", at: 9 })).toBe(lost);
});

test("a server that is away at the first try counts as a loss too", () => {
  expect(after({ type: "down", at: 3 })).toEqual({ kind: "retrying", since: 3 });
});

test("a refused session stays refused until it is let in again", () => {
  const refused = after({ type: "up" }, { type: "refused" });
  expect(refused).toEqual({ kind: "signed-out" });
  expect(connection(refused, { type: "down", at: 9 })).toBe(refused);
  expect(connection(refused, { type: "up" })).toEqual({ kind: "live" });
});

test("the same state is the same object, so that nothing renders for it", () => {
  const live = after({ type: "up" });
  expect(connection(live, { type: "up" })).toBe(live);
});
