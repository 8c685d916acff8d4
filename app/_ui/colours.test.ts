import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { asSeenBy, contrast, distance, linear, type Rgb, VISIONS } from "./colour-science";

const css = readFileSync(new URL("../globals.css", import.meta.url), "utf8");

type Theme = "light" | "dark";

function colourOf(name: string, theme: Theme): Rgb {
  const pair = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const one = new RegExp(`--color-${name}: (#[0-9a-f]{6});`).exec(css);
  const hex = pair?.[theme === "light" ? 1 : 2] ?? one?.[1];
  if (!hex) throw new Error(`globals.css has no colour ${name}`);
  return linear(hex);
}

/** What is written in the first colour on each of the others. */
const TEXT: Record<string, string[]> = {
  ink: ["ground", "panel", "sunken", "accent-soft", "live-soft", "warning-soft", "alarm-soft"],
  muted: ["ground", "panel", "sunken"],
  accent: ["ground", "panel", "sunken", "accent-soft"],
  live: ["ground", "panel", "live-soft"],
  warning: ["ground", "panel", "warning-soft"],
  alarm: ["ground", "panel", "sunken", "alarm-soft"],
  "on-fill": ["accent-fill", "alarm-fill"],
};

const SERIES = Array.from({ length: 8 }, (_, index) => `series-${index + 1}`);

describe.each(["light", "dark"] as const)("%s", (theme) => {
  test.each(Object.entries(TEXT))("text in %s is readable (WCAG 1.4.3)", (text, grounds) => {
    for (const ground of grounds) {
      const ratio = contrast(colourOf(text, theme), colourOf(ground, theme));
      expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(["control", "accent", ...SERIES])("lines in %s are visible (WCAG 1.4.11)", (line) => {
    for (const ground of ["ground", "panel"]) {
      const ratio = contrast(colourOf(line, theme), colourOf(ground, theme));
      expect(ratio, `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });

  // 0.1 in OKLab is about five times the least difference that one sees side by side.
  test.each(VISIONS)("series can be told apart with %s vision", (vision) => {
    const seen = SERIES.map((name) => asSeenBy(vision, colourOf(name, theme)));
    for (const [index, one] of seen.entries()) {
      for (const [offset, other] of seen.slice(index + 1).entries()) {
        expect(distance(one, other), `${index + 1} and ${index + offset + 2}`).toBeGreaterThan(0.1);
      }
    }
  });
});
