import { describe, expect, test } from "vitest";
import { chooseLocale } from "./locales";
import { MESSAGES } from "./messages";

/** Every message by its dotted key. */
function flat(words: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

/** What a message is filled with: `{name}`, `{count, plural, …}`, `<link>`. */
function placeholders(message: string): string[] {
  const names = [...message.matchAll(/\{(\w+)[,}]/g), ...message.matchAll(/<(\w+)>/g)].map(
    (match) => match[1] ?? "",
  );
  return [...new Set(names)].sort();
}

describe("words", () => {
  const english = flat(MESSAGES.en);
  const korean = flat(MESSAGES.ko);

  test("English and Korean have the same keys", () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("English and Korean fill the same placeholders", () => {
    for (const [key, message] of english) {
      expect(placeholders(korean.get(key) ?? ""), key).toEqual(placeholders(message));
    }
  });

  test("no message is empty", () => {
    for (const [key, message] of [...english, ...korean]) expect(message.trim(), key).not.toBe("");
  });
});

test.each([
  ["ko", "en-US", "ko"],
  [undefined, "ko-KR,ko;q=0.9,en;q=0.8", "ko"],
  [undefined, "de-DE,de;q=0.9,en;q=0.5,ko;q=0.7", "ko"],
  [undefined, "ko;q=0,en", "en"],
  ["xx", "fr", "en"],
  ["constructor", null, "en"],
  [undefined, "", "en"],
] as const)("chosen %s and accepted %s give %s", (chosen, accepted, locale) => {
  expect(chooseLocale(chosen, accepted)).toBe(locale);
});
