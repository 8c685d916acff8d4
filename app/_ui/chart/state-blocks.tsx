"use client";

import { clsx } from "clsx";
import { colourVariable } from "./colours";
import type { StateSpan } from "./state-spans";
import { isOff, isSwitch, useStateWord } from "./state-word";

/** How dark a switch that is on is drawn, in percent of its colour. */
const FULL = 24;
/** The same for a word: no darker than that its letters can be read, its edge says the colour in full. */
const WORD = 32;

type StateBlocksProps = {
  spans: readonly StateSpan[];
  /** That of a switch; it is as dark as it was on. */
  colour: number;
  words: ReadonlyMap<string, number>;
};

/** The stretches of a strip, beside each other; where nobody knows the state, nothing. */
export function StateBlocks({ spans, colour, words }: StateBlocksProps) {
  const say = useStateWord();
  return spans
    .filter(({ text }) => text !== null)
    .map((span) => (
      <div
        key={`${span.from} ${span.text}`}
        className={clsx(
          "absolute inset-y-0 flex flex-wrap overflow-hidden",
          !span.shares && "border-r border-panel",
          isOff(span.text) && "text-muted",
        )}
        style={{
          left: `${span.left * 100}%`,
          width: `${span.width * 100}%`,
          ...groundOf(span, colour, words),
        }}
      >
        {!span.shares && <Fitting text={say(span.text)} />}
      </div>
    ));
}

/** A word where there is room for the whole of it: else it falls into a second row, which is not seen. */
function Fitting({ text }: { text: string }) {
  return (
    <>
      <span className="h-8 w-0" />
      <span className="h-8 px-1.5 text-small leading-8 whitespace-nowrap">{text}</span>
    </>
  );
}

export const shade = (colour: number, percent: number) =>
  `color-mix(in srgb, ${colourVariable(colour)} ${percent.toFixed(1)}%, transparent)`;

function groundOf({ text, shares }: StateSpan, colour: number, words: ReadonlyMap<string, number>) {
  if (text === null || isSwitch(text))
    return { background: shade(colour, FULL * (shares?.get("on") ?? (isOff(text) ? 0 : 1))) };
  const own = words.get(text) ?? colour;
  return { background: shade(own, WORD), boxShadow: `inset 0 -3px ${colourVariable(own)}` };
}
