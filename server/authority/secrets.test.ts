import { beforeAll, expect, test } from "vitest";
import { isKitKey, kitKey, kitUsername } from "./kit-key";
import { findKitOfUsername, grantFor } from "./kits";
import { checkPassword, hashPassword } from "./password";
import { newSecret, setSecret } from "./secret";
import { newSetupCode } from "./setup";

const KIT = { id: "0190f3a0-0000-7000-8000-000000000002", keyVersion: 1 };

beforeAll(() => setSecret("a secret of the test, long enough for it"));

test("P42 a kit's key can be shown again, and another version is another key", () => {
  const key = kitKey(KIT);
  expect(key).toMatch(/^[0-9a-hjkmnp-tv-z]{24}$/);
  expect(kitKey({ ...KIT })).toBe(key);
  expect(kitKey({ ...KIT, keyVersion: 2 })).not.toBe(key);
  expect([
    isKitKey(KIT, key),
    isKitKey(KIT, key.slice(1)),
    isKitKey(KIT, ""),
    isKitKey({ ...KIT, keyVersion: 2 }, key),
  ]).toEqual([true, false, false, false]);
});

test("another installation's secret makes other keys", () => {
  const key = kitKey(KIT);
  setSecret(newSecret());
  expect(isKitKey(KIT, key)).toBe(false);
});

test("P42 a kit's user name is taken apart again, and nothing else is one", () => {
  expect(findKitOfUsername(kitUsername("lab", "lamp-1"))).toEqual({ class: "lab", kit: "lamp-1" });
  expect(["", "lab", "lab.", ".lamp", "lab.lamp.x"].map(findKitOfUsername)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("P42 a kit may publish its own branch, the board and, where the class allows it, others' commands", () => {
  const access = {
    ...KIT,
    class: "lab",
    kit: "lamp",
    kitsMayCommand: true,
    readsClass: true,
    messagesPerSecond: 20,
  };
  expect(grantFor(access)).toMatchObject({
    publish: ["lab/lamp/#", "lab/shared/#", "lab/+/set/#"],
    subscribe: ["lab/#"],
  });
  expect(grantFor({ ...access, kitsMayCommand: false }).publish).toEqual(["lab/lamp/#", "lab/shared/#"]);
});

test("a kit hears no other kit where its owner may not read them", () => {
  const access = { ...KIT, class: "lab", kit: "lamp", kitsMayCommand: true, messagesPerSecond: 20 };
  expect(grantFor({ ...access, readsClass: false }).subscribe).toEqual(["lab/lamp/#", "lab/shared/#"]);
});

test("a password is checked against its hash; two hashes of one password differ", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).not.toBe(two);
  expect(await checkPassword("correct horse", one)).toBe(true);
  expect(await checkPassword("correct horsf", one)).toBe(false);
  expect(await checkPassword("anything", null)).toBe(false);
});

test("composed and decomposed forms of a password are the same", async () => {
  expect(await checkPassword("caf\u00e9 caf\u00e9", await hashPassword("cafe\u0301 cafe\u0301"))).toBe(true);
});

test("a setup code is typed from a screen: twelve characters that look like no others", () => {
  expect(newSetupCode()).toMatch(/^([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}$/);
});

test("a flood of sign-ins leaves threads to everybody else, and is told to come back", async () => {
  const flood = Array.from({ length: 120 }, () =>
    checkPassword("guessed", null).catch((error: unknown) => error),
  );
  const started = performance.now();
  await crypto.subtle.digest("SHA-256", new Uint8Array(8)); // as each verified token does
  expect(performance.now() - started).toBeLessThan(1000);
  const answers = await Promise.all(flood);
  expect(answers.filter((answer) => answer === false).length).toBeGreaterThanOrEqual(100);
  expect(answers.filter((answer) => answer !== false)).toContainEqual(
    expect.objectContaining({ code: "too-many", retryAfter: 5 }),
  );
}, 60_000);
