import { afterEach, beforeEach, expect, test } from "vitest";
import { live } from "../live";
import { addressesFor, isLoopback } from "./addresses";

const addresses = { publicUrl: null, port: 3000, mqttPort: 1883, inNetwork: true };
const nobody = () => Promise.reject(new Error("nobody asks for this here"));

beforeEach(() =>
  live.set({
    publish: nobody,
    requireTopic: nobody,
    topicChanged: () => {},
    forgetKit: nobody,
    health: nobody,
    addresses,
    version: "0",
    uploads: "",
  }),
);
afterEach(() => live.clear());

test("a server is called what the browser calls it", () => {
  expect(addressesFor("10.0.0.7:3000")).toEqual({
    web: "http://10.0.0.7:3000",
    broker: { host: "10.0.0.7", port: 1883 },
  });
});

test.each(["[", "a b", "a:99999", "@", "%00", ""])("a Host that is no host (%j) fails nothing", (host) => {
  expect(addressesFor(host)).toEqual(addressesFor(null));
});

test("where only this machine reaches the server, kits are told the address that was asked", () => {
  live.set({ ...live.require(), addresses: { ...addresses, inNetwork: false } });
  expect(addressesFor("127.0.0.1:3000").broker).toEqual({ host: "127.0.0.1", port: 1883 });
});

test("loopback has many names", () => {
  expect(["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "10.0.0.7", "::", "127-0.example", "localhost.example"].some(isLoopback)).toBe(false);
});
