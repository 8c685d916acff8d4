"use client";

import { clsx } from "clsx";
import { colourVariable } from "./colours";
import type { StateSpan } from "./state-spans";
import { isOff, isSwitch, useStateWord } from "./state-word";

/** How dark a state is drawn, in percent of its colour. */
const FULL = 24;
/** Words beside each other differ, and the same word is always as dark. */
const WORD_SHADES = [24, 12, 36];
/** Narrower blocks have no room for a word. */
const WORD = 0.06;

/** The stretches of a strip, beside each other; a switch's colour is as dark as it was on. */
export function StateBlocks({ spans, colour }: { spans: readonly StateSpan[]; colour: number }) {
  const say = useStateWord();
  const known = spans.filter(({ text }) => text !== null);
  const words = [...new Set(known.flatMap(({ text }) => text ?? []))].sort();
  return known.map((span) => (
    <div
      key={`${span.from} ${span.text}`}
      className={clsx(
        "absolute inset-y-0 overflow-hidden text-small leading-8 text-ellipsis whitespace-nowrap",
        span.width > WORD && "px-1.5",
        !span.shares && "border-r border-panel",
        isOff(span.text) && "text-muted",
      )}
      style={{
        left: `${span.left * 100}%`,
        width: `${span.width * 100}%`,
        background: shade(colour, darkness(span, words)),
      }}
    >
      {span.width > WORD && !span.shares && say(span.text)}
    </div>
  ));
}

export const shade = (colour: number, percent: number) =>
  `color-mix(in srgb, ${colourVariable(colour)} ${percent.toFixed(1)}%, transparent)`;

function darkness({ text, shares }: StateSpan, words: readonly string[]): number {
  if (text !== null && !isSwitch(text)) return WORD_SHADES[words.indexOf(text) % WORD_SHADES.length] ?? FULL;
  return FULL * (shares?.get("on") ?? (isOff(text) ? 0 : 1));
}
