import { expect, test } from "vitest";
import { publishLine } from "./connection";

const lamp = { host: "192.168.1.20", port: 1883, username: "7b.lamp", key: "k3y", class: "7b", kit: "lamp" };

test("the line can be pasted as it is", () => {
  expect(publishLine(lamp)).toBe(
    "mosquitto_pub -h 192.168.1.20 -p 1883 -u 7b.lamp -P k3y -t 7b/lamp/temperature -m 21.5",
  );
});
