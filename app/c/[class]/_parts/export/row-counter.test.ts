import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf, JSON_LINES } from "#server/contract/message-lines";
import { createRowCounter } from "./row-counter";

const payload = fc.oneof(
  fc.string(),
  fc.constantFrom('say "hi"', "two\r\nlines\n", '"', '""\n""', "a,b", "21.5", "\n"),
);

test.each(["csv", "jsonl"] as const)("the rows of %s are counted, however the file is cut", (form) => {
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (payloads, size) => {
      const lines = form === "csv" ? csvOf({ zone: "Asia/Seoul", bom: true }) : JSON_LINES;
      const messages = payloads.map((text, n) => ({
        topic: "lab/lamp/lux",
        payload: Buffer.from(text),
        at: n,
        qos: 0 as const,
        retain: false,
      }));
      const file = Buffer.from(lines.head + messages.map(lines.line).join(""));
      const counter = createRowCounter(form);
      let counted = 0;
      for (let start = 0; start < file.length; start += size)
        counted = counter.add(file.subarray(start, start + size));
      expect(counted).toBe(payloads.length);
    }),
  );
});
