import { describe, expect, test } from "vitest";
import type { Actor, Standing } from "../contract/actor";
import type { TopicKind } from "../contract/topic";
import { mayMakeKit, mayManageClass, mayManageKit, mayPublish, mayReadKit, maySubscribe } from "./may";

const LAB: Standing = { classId: "1", class: "lab", role: "student", privateKits: false, archived: false };

function person(id: string, standing: Partial<Standing> | null): Actor {
  return {
    id,
    name: id,
    email: null,
    standings: new Map(standing ? [["lab", { ...LAB, ...standing }]] : []),
  };
}

const BEN = person("ben", {});
const PRIVATE_BEN = person("ben", { privateKits: true });
const TEO = person("teo", { role: "instructor" });
const STRANGER = person("zoe", null);
const LATE_BEN = person("ben", { archived: true });
const LATE_TEO = person("teo", { role: "instructor", archived: true });

const OWN = { ownerId: "ben", shareControl: false };
const ANNAS = { ownerId: "anna", shareControl: false };
const ANNAS_SHARED = { ownerId: "anna", shareControl: true };
const NOBODYS = { ownerId: null, shareControl: false };

const topic = (kit: typeof OWN | typeof NOBODYS | null, kind: TopicKind) => ({ class: "lab", kit, kind });

describe("P10 P14 who may subscribe", () => {
  test.each([
    ["a student, own kit", BEN, OWN, true],
    ["a student, a classmate's kit", BEN, ANNAS, true],
    ["a student, a classmate's kit in a class of private kits", PRIVATE_BEN, ANNAS, false],
    ["a student, own kit in a class of private kits", PRIVATE_BEN, OWN, true],
    ["a student, a kit of nobody in a class of private kits", PRIVATE_BEN, NOBODYS, false],
    ["the instructor, any kit", TEO, ANNAS, true],
    ["a student of an archived class", LATE_BEN, ANNAS, true],
    ["somebody of another class", STRANGER, ANNAS, false],
  ])("%s: %#", (_who, actor, kit, expected) => {
    expect(maySubscribe(actor, topic(kit, "reading"))).toBe(expected);
    expect(mayReadKit(actor, "lab", kit)).toBe(expected);
  });

  test.each([
    ["a student", BEN, true],
    ["a student where kits are private", PRIVATE_BEN, true],
    ["somebody of another class", STRANGER, false],
  ])("the board: %s", (_who, actor, expected) => {
    expect(maySubscribe(actor, topic(null, "shared"))).toBe(expected);
  });
});

describe("P32 who may publish", () => {
  test.each([
    ["a student as own kit", BEN, topic(OWN, "reading"), true],
    ["a student to own kit", BEN, topic(OWN, "command"), true],
    ["a student as a classmate's kit", BEN, topic(ANNAS, "reading"), false],
    ["a student to a classmate's kit", BEN, topic(ANNAS, "command"), false],
    ["a student to a classmate's kit whose control is shared", BEN, topic(ANNAS_SHARED, "command"), true],
    ["a student as a classmate's kit whose control is shared", BEN, topic(ANNAS_SHARED, "reading"), false],
    [
      "a student to a shared kit that is hidden from them",
      PRIVATE_BEN,
      topic(ANNAS_SHARED, "command"),
      false,
    ],
    ["a student to the board", BEN, topic(null, "shared"), true],
    ["a student to a kit of nobody", BEN, topic(NOBODYS, "command"), false],
    ["a student to a kit's errors", BEN, topic(OWN, "errors"), false],
    ["the instructor as any kit", TEO, topic(ANNAS, "reading"), true],
    ["the instructor to any kit", TEO, topic(NOBODYS, "command"), true],
    ["the instructor to a kit's errors", TEO, topic(ANNAS, "errors"), false],
    ["the instructor of an archived class", LATE_TEO, topic(ANNAS, "command"), false],
    ["a student of an archived class", LATE_BEN, topic(OWN, "reading"), false],
    ["somebody of another class", STRANGER, topic(null, "shared"), false],
  ])("%s", (_who, actor, what, expected) => {
    expect(mayPublish(actor, what)).toBe(expected);
  });
});

describe("P08 who may manage", () => {
  test.each([
    ["the owner", BEN, OWN, true],
    ["a classmate", BEN, ANNAS, false],
    ["the instructor", TEO, ANNAS, true],
    ["the owner in an archived class", LATE_BEN, OWN, false],
    ["somebody of another class", STRANGER, NOBODYS, false],
  ])("a kit: %s", (_who, actor, kit, expected) => {
    expect(mayManageKit(actor, "lab", kit)).toBe(expected);
  });

  test("a class is its instructor's; an archived one still is, to open it again", () => {
    expect([BEN, TEO, STRANGER, LATE_TEO].map((actor) => mayManageClass(actor, "lab"))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test("members make kits while the class is open", () => {
    expect([BEN, TEO, STRANGER, LATE_BEN].map((actor) => mayMakeKit(actor, "lab"))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
