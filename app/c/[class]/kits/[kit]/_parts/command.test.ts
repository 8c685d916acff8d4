import { expect, test } from "vitest";
import { type Command, type CommandEvent, command, IDLE, sameState } from "./command";

const after = (...events: CommandEvent[]): Command => events.reduce(command, IDLE);
const send: CommandEvent = { type: "send", wanted: "on" };
const acknowledged: CommandEvent = { type: "acknowledged", away: false };

test("a command is sent, acknowledged, and done when the kit reports it", () => {
  expect(after(send).kind).toBe("sent");
  expect(after(send, acknowledged).kind).toBe("acknowledged");
  expect(after(send, acknowledged, { type: "reported", payload: "ON" })).toEqual({
    kind: "done",
    wanted: "on",
  });
});

test("a kit that is quicker than the acknowledgement is done too", () => {
  const done = after(send, { type: "reported", payload: "on" });
  expect(done.kind).toBe("done");
  expect(command(done, acknowledged)).toBe(done);
});

test("without a report it is taken back, and so is it with another value", () => {
  expect(after(send, acknowledged, { type: "expired" })).toEqual({
    kind: "undone",
    wanted: "on",
    why: { kind: "unconfirmed" },
  });
  expect(after(send, acknowledged, { type: "reported", payload: "off" }, { type: "expired" })).toEqual({
    kind: "undone",
    wanted: "on",
    why: { kind: "different", reported: "off" },
  });
});

test("a report of the old value on its way does not undo what the next one confirms", () => {
  const state = after(
    send,
    acknowledged,
    { type: "reported", payload: "off" },
    { type: "reported", payload: "on" },
  );
  expect(state.kind).toBe("done");
});

test("a refusal takes it back at once", () => {
  expect(after(send, { type: "refused", code: "not-allowed" })).toEqual({
    kind: "undone",
    wanted: "on",
    why: { kind: "refused", code: "not-allowed" },
  });
});

test("P44 for a kit that is away the command is queued, and waits until it is back", () => {
  const queued = after(send, { type: "acknowledged", away: true }, { type: "expired" });
  expect(queued.kind).toBe("queued");
  expect(command(command(queued, { type: "back" }), { type: "reported", payload: "on" }).kind).toBe("done");
});

test("a new command begins anew, whatever became of the last", () => {
  expect(
    after(send, { type: "refused", code: "unavailable" }, { type: "send", wanted: "off" }),
  ).toMatchObject({
    kind: "sent",
    wanted: "off",
  });
});

test.each([
  ["on", "true", true],
  ["1", "on", true],
  ["0", "OFF", true],
  ["21.0", " 21 ", true],
  ["open", "open\n", true],
  ["open", "closed", false],
  ["21", "22", false],
] as const)("%o and %o: the same is %s", (one, other, same) => {
  expect(sameState(one, other)).toBe(same);
});
