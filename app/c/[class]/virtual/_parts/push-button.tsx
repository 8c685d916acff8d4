"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/_ui/button";

/** A click without a press (a screen reader's) holds the button so long that a sketch sees it, in milliseconds. */
const CLICK_MS = 300;

/** The button on pin 2: down for as long as it is held, by whatever holds it. */
export function PushButton({ pressed, onPressed }: { pressed: boolean; onPressed(pressed: boolean): void }) {
  const t = useTranslations("virtual");
  const held = useRef(false);
  const release = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(release.current), []);

  const press = () => {
    clearTimeout(release.current);
    held.current = true;
    onPressed(true);
  };
  const letGo = () => {
    if (pressed) onPressed(false);
  };
  const click = () => {
    if (held.current) {
      held.current = false;
      return;
    }
    onPressed(true);
    clearTimeout(release.current);
    release.current = setTimeout(() => onPressed(false), CLICK_MS);
  };
  const isPress = (key: string) => key === " " || key === "Enter";

  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="font-medium">
        {t("button")} <span className="font-mono text-small font-normal text-muted">2</span>
      </p>
      <Button
        aria-pressed={pressed}
        onPointerDown={press}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onPointerLeave={letGo}
        onBlur={letGo}
        onKeyDown={({ key, repeat }) => isPress(key) && !repeat && press()}
        onKeyUp={({ key }) => isPress(key) && letGo()}
        onClick={click}
        className="min-w-32 touch-none select-none aria-pressed:translate-y-px aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        {t(pressed ? "pressed" : "press")}
      </Button>
    </div>
  );
}
