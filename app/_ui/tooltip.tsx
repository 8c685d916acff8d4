"use client";

import { Tooltip as Primitive } from "radix-ui";
import { type ReactElement, useRef, useState } from "react";

/** A short word on hover or focus for the one child, which must be focusable. Never the only place of something needed. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  const [open, setOpen] = useState(false);
  const goes = useRef(0);
  const show = (opens: boolean) => {
    cancelAnimationFrame(goes.current);
    // A dialog takes the focus back when something in it goes while nothing has the focus, as between two Tab stops.
    if (opens || document.activeElement !== document.body) return setOpen(opens);
    goes.current = requestAnimationFrame(() => setOpen(false));
  };
  return (
    <Primitive.Root open={open} onOpenChange={show}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      {/* No portal: what is said stays in the landmark of its button. */}
      <Primitive.Content
        sideOffset={6}
        collisionPadding={8}
        className="appear z-50 rounded-small bg-ink px-2 py-1 font-sans text-small font-normal whitespace-nowrap text-panel"
      >
        {text}
      </Primitive.Content>
    </Primitive.Root>
  );
}

/** Once, at the root: tooltips share their delay. */
export const TooltipScope = Primitive.Provider;
