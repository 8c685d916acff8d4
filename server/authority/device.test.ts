import { beforeAll, describe, expect, test } from "vitest";
import { deviceCookie, isKnownOn, readDevice } from "./device";
import { setSecret } from "./secret";
import { networkOf } from "./visitor";

beforeAll(() => setSecret("the secret of a server under test, long enough"));

const cookieOf = (header: string) => header.split(";")[0] ?? "";

describe("the cookie of a device", () => {
  test("knows who has signed in there, and nobody else", () => {
    const device = readDevice(`a=1; ${cookieOf(deviceCookie(null, "ada", false))}; b=2`);
    expect(device && isKnownOn(device, "ada")).toBe(true);
    expect(device && isKnownOn(device, "ben")).toBe(false);
    const both = readDevice(cookieOf(deviceCookie(device, "ben", false)));
    expect(both && [isKnownOn(both, "ada"), isKnownOn(both, "ben"), both.id === device?.id]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("is of no use under another device's id, made up, or of another server", () => {
    const one = readDevice(cookieOf(deviceCookie(null, "ada", false)));
    const other = readDevice(cookieOf(deviceCookie(null, "ben", false)));
    expect(one && other && isKnownOn({ ...one, id: other.id }, "ada")).toBe(false);
    expect(isKnownOn({ id: "a".repeat(22), tags: ["b".repeat(16)] }, "ada")).toBe(false);
    setSecret("the secret of another server, as long as the first");
    expect(one && isKnownOn(one, "ada")).toBe(false);
    setSecret("the secret of a server under test, long enough");
  });

  test("holds forty people of a shared computer, and fits", () => {
    let cookie = "";
    for (let person = 0; person < 60; person++)
      cookie = cookieOf(deviceCookie(readDevice(cookie), `person ${person}`, false));
    const device = readDevice(cookie);
    expect(device?.tags).toHaveLength(40);
    expect(device && isKnownOn(device, "person 59")).toBe(true);
    expect(device && isKnownOn(device, "person 0")).toBe(false);
    expect(cookie.length).toBeLessThan(1024);
  });

  test("is read by no script, and goes over HTTPS alone where it came so", () => {
    expect(deviceCookie(null, "ada", true)).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure$/);
    expect(deviceCookie(null, "ada", false)).not.toContain("Secure");
  });

  test.each(["kitroom-device=", "kitroom-device=x", `kitroom-device=${"a".repeat(22)}.short`, "", "other=1"])(
    "is none where it has another form: %s",
    (header) => expect(readDevice(header)).toBeNull(),
  );
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::ffff:10.0.0.7", "10.0.0.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:0DB8::1", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["", ""],
])("%s is in the network %s", (address, network) => expect(networkOf(address)).toBe(network));
