import { expect, test } from "vitest";
import { publishLine, sketch } from "./connection";

const lamp = { host: "192.168.1.20", port: 1883, username: "7b.lamp", key: "k3y", class: "7b", kit: "lamp" };

test("the line can be pasted as it is", () => {
  expect(publishLine(lamp)).toBe(
    "mosquitto_pub -h 192.168.1.20 -p 1883 -u 7b.lamp -P k3y -t 7b/lamp/temperature -m 21.5",
  );
});

test("the sketch has the kit's own values, and no key for those who may not see it", () => {
  expect(sketch(lamp)).toContain('mqtt.connect("lamp", "7b.lamp", "k3y")');
  expect(sketch(lamp)).toContain('mqtt.setServer("192.168.1.20", 1883)');
  expect(sketch({ ...lamp, key: null })).not.toContain("k3y");
});
