import { expect, test } from "vitest";
import { csvQuery } from "#server/contract/queries";
import { exportHref } from "./export-href";

const asked = (href: string) => Object.fromEntries(new URL(href, "http://kitroom.test").searchParams);

test("what the links ask for is what the server reads", () => {
  const given = { filter: "lamps/lamp/#", zone: "Asia/Seoul", bom: true, from: 5, to: 9 };
  const csv = exportHref({ form: "csv", ...given });
  expect(csv).toMatch(/^\/api\/v1\/classes\/lamps\/export\.csv\?/);
  expect(csvQuery.parse(asked(csv))).toEqual({
    topic: "lamps/lamp/#",
    zone: "Asia/Seoul",
    bom: true,
    from: 5,
    to: 9,
  });
  const lines = exportHref({ form: "jsonl", ...given, filter: "lamps/lamp/온도" });
  expect(lines).toMatch(/^\/api\/v1\/classes\/lamps\/export\.jsonl\?/);
  expect(asked(lines)).toEqual({ topic: "lamps/lamp/온도", from: "5", to: "9" });
  expect(asked(exportHref({ form: "csv", filter: "lamps/lamp/lux" }))).toEqual({ topic: "lamps/lamp/lux" });
});
