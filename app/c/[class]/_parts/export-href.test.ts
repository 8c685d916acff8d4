import { expect, test } from "vitest";
import { csvQuery, exportQuery } from "#server/contract/inputs";
import { exportHref } from "./export-href";

const asked = (href: string) => Object.fromEntries(new URL(href, "http://kitroom.test").searchParams);

test("what the links ask for is what the server reads", () => {
  const local = exportHref("csv", "lamps/lamp/#", "Asia/Seoul");
  expect(local).toMatch(/^\/api\/v1\/classes\/lamps\/export\.csv\?/);
  expect(csvQuery.parse(asked(local))).toEqual({ topic: "lamps/lamp/#", zone: "Asia/Seoul", bom: true });
  const lines = exportHref("jsonl", "lamps/lamp/온도");
  expect(lines).toMatch(/^\/api\/v1\/classes\/lamps\/export\.jsonl\?/);
  expect(exportQuery.parse(asked(lines))).toEqual({ topic: "lamps/lamp/온도" });
});
