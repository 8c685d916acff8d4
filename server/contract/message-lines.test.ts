import { expect, test } from "vitest";
import { BYTES, csvOf, JSON_LINES } from "./message-lines";

const at = Date.UTC(2026, 10, 22, 0, 0, 0, 5);
const message = (payload: string | Uint8Array) => ({
  topic: "lamps/lamp/온도",
  payload: Buffer.from(payload),
  at,
  qos: 1 as const,
  retain: false,
});
const csv = csvOf({ bom: false });

test("CSV has five columns, and a sixth where a zone is named", () => {
  expect(csv.head + csv.line(message("-3"))).toBe(
    "time,topic,payload,qos,retain\r\n2026-11-22T00:00:00.005Z,lamps/lamp/온도,-3,1,false\r\n",
  );
  const local = csvOf({ zone: "Asia/Seoul", bom: true });
  expect(local.head + local.line(message('{"t":1}'))).toBe(
    "\ufefftime,topic,payload,qos,retain,local_time\r\n" +
      '2026-11-22T00:00:00.005Z,lamps/lamp/온도,"{""t"":1}",1,false,2026-11-22T09:00:00.005+09:00\r\n',
  );
});

test("bytes that are not UTF-8 stand in CSV as a data URL, and text never looks like one", () => {
  expect(csv.line(message(Buffer.from([0xff, 0])))).toContain('"data:application/octet-stream;base64,/wA="');
  expect(csv.line(message(`${BYTES}/wA=`))).toContain(`"'${BYTES}/wA="`);
  expect(csv.line(message("data:image/png;base64,/wA="))).toContain('"data:image/png');
});

test("JSON Lines has a message as HTTP carries it on each line", () => {
  const line = JSON_LINES.line(message("a\nb"));
  expect(line).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(line)).toEqual({
    topic: "lamps/lamp/온도",
    at,
    qos: 1,
    retain: false,
    payload: "a\nb",
  });
  expect(JSON.parse(JSON_LINES.line(message(Buffer.from([0xff])))).payloadBase64).toBe("/w==");
});
