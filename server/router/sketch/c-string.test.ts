import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cString } from "./c-string";

const NASTY = [
  "",
  'quote " and \\ and \\" and \\\\',
  "??/ ??' ??( ??) ??! ??< ??> ??- ??=??/",
  "line\r\nfeed\ttab \u0001 \u007f \u001b[0m",
  "한글 비밀번호 👩‍🚀",
  "\\0",
  "1\u00012345 \u000789",
  "*/ // /* #define x %s %n $(id) `id`",
  "ends with a backslash \\",
  "a".repeat(64),
  "?".repeat(64),
  "é".repeat(64),
];

test.each([11, 14, 17])(
  "P42 whatever a secret is, C++%i reads it back byte for byte, trigraphs and all",
  (standard) => {
    const random = fc.sample(fc.string({ unit: "binary", maxLength: 64 }), { numRuns: 200, seed: 5 });
    const texts = [...NASTY, ...random.filter((text) => !text.includes("\0"))];
    const folder = mkdtempSync(join(tmpdir(), "kitroom-c-"));
    try {
      const lines = texts.map((text) => `  say(${cString(text)});`);
      const program = `#include <cstdio>
static void say(const char* text) {
  for (; *text; text++) std::printf("%02x", static_cast<unsigned char>(*text));
  std::puts("");
}
int main() {
${lines.join("\n")}
}
`;
      writeFileSync(join(folder, "said.cpp"), program);
      const flags = [`-std=c++${standard}`, "-trigraphs", "-Wall", "-Wextra", "-Werror", "-pedantic"];
      execFileSync("g++", [...flags, "said.cpp", "-o", "said"], { cwd: folder, stdio: "pipe" });
      const said = execFileSync(join(folder, "said"), { encoding: "utf8" }).trimEnd().split("\n");
      expect(said).toEqual(texts.map((text) => Buffer.from(text, "utf8").toString("hex")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
