"use client";

import { type PointerEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Span } from "#server/contract/buckets";
import { zoomTo } from "@/_live/chart-span";
import { useCharts } from "./charts";

/** Less is a click, not a drag. */
const DRAG_PX = 8;

type Inset = { left: number; right: number; top: number; bottom: number };

/**
 * What the pointer does over a plot: points at a moment, in all charts of the page, and drags over a span to see it
 * closer. A finger that goes up or down scrolls the page, as it does elsewhere.
 */
export function PlotPointer({ span, inset }: { span: Span; inset: Inset }) {
  const { view, show, pointed } = useCharts();
  const area = useRef<HTMLDivElement>(null);
  // The span that was seen when the drag began: a live one goes on meanwhile.
  const [drag, setDrag] = useState<{ span: Span; start: number; end: number } | null>(null);
  const dragging = drag !== null;
  useEffect(() => {
    if (!dragging) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      setDrag(null);
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [dragging]);

  const shareOf = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const timeAt = (share: number, { from, to }: Span) => from + share * (to - from);

  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const share = shareOf(event);
    pointed.set(timeAt(share, span));
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ span, start: share, end: share });
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const share = shareOf(event);
    pointed.set(timeAt(share, drag?.span ?? span));
    if (drag) setDrag({ ...drag, end: share });
  };
  const onUp = () => {
    setDrag(null);
    const width = area.current?.clientWidth ?? 0;
    if (!drag || Math.abs(drag.end - drag.start) * width < DRAG_PX) return;
    pointed.set(null);
    show(zoomTo(view.read(), timeAt(drag.start, drag.span), timeAt(drag.end, drag.span)));
  };
  return (
    <div
      ref={area}
      className="absolute cursor-crosshair touch-pan-y overflow-hidden select-none"
      style={inset}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={(event) => {
        // A finger that is lifted has pointed; what it pointed at stays to be read.
        if (event.pointerType === "mouse" && !drag) pointed.set(null);
      }}
    >
      {drag && (
        <div
          className="absolute inset-y-0 border-x border-accent bg-accent/15"
          style={{
            left: `${Math.min(drag.start, drag.end) * 100}%`,
            width: `${Math.abs(drag.end - drag.start) * 100}%`,
          }}
        />
      )}
      <Crosshair span={span} />
    </div>
  );
}

/** A hairline at the moment under the pointer, wherever on the page it is. */
function Crosshair({ span: { from, to } }: { span: Span }) {
  const { pointed } = useCharts();
  const moment = useSyncExternalStore(pointed.subscribe, pointed.read, () => null);
  if (moment === null || moment < from || moment > to) return null;
  return (
    <div
      className="pointer-events-none absolute inset-y-0 w-px bg-muted"
      style={{ left: `${((moment - from) / (to - from)) * 100}%` }}
    />
  );
}
