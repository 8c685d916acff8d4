import { describe, expect, test } from "vitest";
import type { Actor, Scope, Standing } from "../contract/actor";
import type { TopicKind } from "../contract/topic";
import {
  mayActAsPerson,
  mayChange,
  mayKnowClass,
  mayMakeClass,
  mayMakeKit,
  mayManageClass,
  mayManageKit,
  mayOversee,
  mayPublish,
  mayReadEveryKit,
  mayReadKit,
  maySubscribe,
  within,
} from "./may";

const LAB: Standing = { classId: "1", class: "lab", role: "student", privateKits: false, archived: false };

function person(id: string, standing: Partial<Standing> | null): Actor {
  return {
    id,
    name: id,
    email: null,
    standings: new Map(standing ? [["lab", { ...LAB, ...standing }]] : []),
    scope: null,
  };
}

const BEN = person("ben", {});
const PRIVATE_BEN = person("ben", { privateKits: true });
const TEO = person("teo", { role: "instructor" });
const STRANGER = person("zoe", null);
const LATE_BEN = person("ben", { archived: true });
const LATE_TEO = person("teo", { role: "instructor", archived: true });

const OWN = { slug: "lamp", ownerId: "ben", shareControl: false };
const ANNAS = { slug: "fan", ownerId: "anna", shareControl: false };
const ANNAS_SHARED = { slug: "fan", ownerId: "anna", shareControl: true };
const NOBODYS = { slug: "bell", ownerId: null, shareControl: false };

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

describe("P14 what an API token leaves of its maker's rights", () => {
  const FULL: Scope = { readOnly: false, class: null, kit: null };
  const READS: Scope = { ...FULL, readOnly: true };
  const LAB_ONLY: Scope = { ...FULL, class: "lab" };
  const OTHER_ONLY: Scope = { ...FULL, class: "other" };
  const LAMP_ONLY: Scope = { ...LAB_ONLY, kit: "lamp" };
  const FAN_ONLY: Scope = { ...LAB_ONLY, kit: "fan" };

  /** Each right of a student and an instructor, by the scope of their token. */
  const rightsOf = (actor: Actor) => ({
    knows: mayKnowClass(actor, "lab"),
    lamp: mayReadKit(actor, "lab", OWN),
    fan: mayReadKit(actor, "lab", ANNAS),
    all: mayReadEveryKit(actor, "lab"),
    board: maySubscribe(actor, topic(null, "shared")),
    publishes: mayPublish(actor, topic(OWN, "reading")),
    writes: mayPublish(actor, topic(null, "shared")),
    makesKits: mayMakeKit(actor, "lab"),
    lampIsTheirs: mayManageKit(actor, "lab", OWN),
    fanIsTheirs: mayManageKit(actor, "lab", ANNAS),
    oversees: mayOversee(actor, "lab"),
    manages: mayManageClass(actor, "lab"),
    makesClasses: mayMakeClass(actor),
  });
  const allowed = (actor: Actor) =>
    Object.entries(rightsOf(actor))
      .filter(([, allows]) => allows)
      .map(([right]) => right)
      .join(" ");

  test.each([
    [
      "a student's, without limits",
      BEN,
      FULL,
      "knows lamp fan all board publishes writes makesKits lampIsTheirs",
    ],
    ["a student's, read only", BEN, READS, "knows lamp fan all board"],
    [
      "a student's, for the class",
      BEN,
      LAB_ONLY,
      "knows lamp fan all board publishes writes makesKits lampIsTheirs",
    ],
    ["a student's, for another class", BEN, OTHER_ONLY, ""],
    ["a student's, for their kit", BEN, LAMP_ONLY, "knows lamp publishes lampIsTheirs"],
    ["a student's, for their kit, read only", BEN, { ...LAMP_ONLY, readOnly: true }, "knows lamp"],
    ["a student's, for a classmate's kit", BEN, FAN_ONLY, "knows fan"],
    ["a student's, for a classmate's kit where kits are private", PRIVATE_BEN, FAN_ONLY, "knows"],
    [
      "an instructor's, without limits",
      TEO,
      FULL,
      "knows lamp fan all board publishes writes makesKits lampIsTheirs fanIsTheirs oversees manages makesClasses",
    ],
    ["an instructor's, read only", TEO, READS, "knows lamp fan all board oversees"],
    [
      "an instructor's, for the class",
      TEO,
      LAB_ONLY,
      "knows lamp fan all board publishes writes makesKits lampIsTheirs fanIsTheirs oversees manages",
    ],
    ["an instructor's, for a kit", TEO, LAMP_ONLY, "knows lamp publishes lampIsTheirs"],
    ["an instructor's of an archived class, for a kit", LATE_TEO, LAMP_ONLY, "knows lamp"],
    ["a stranger's, whatever it says", STRANGER, LAMP_ONLY, ""],
  ])("%s", (_whose, maker, scope, rights) => {
    const app = within(scope, maker);
    expect(allowed(app)).toBe(rights);
    for (const [right, allows] of Object.entries(rightsOf(app)))
      if (allows) expect(rightsOf(maker), right).toHaveProperty(right, true); // never more than its maker
  });

  test("a command to a classmate's kit that is shared: by a token for that kit, and for no other", () => {
    const shared = topic(ANNAS_SHARED, "command");
    expect(mayPublish(within(FAN_ONLY, BEN), shared)).toBe(true);
    expect(mayPublish(within(LAMP_ONLY, BEN), shared)).toBe(false);
    expect(mayPublish(within(READS, BEN), shared)).toBe(false);
  });

  test("no token is a person, however much it may", () => {
    expect([TEO, within(FULL, TEO), within(READS, TEO)].map(mayActAsPerson)).toEqual([true, false, false]);
    expect([TEO, within(FULL, TEO), within(READS, TEO)].map(mayChange)).toEqual([true, true, false]);
  });
});
