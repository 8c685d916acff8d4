"use client";

import { type RefObject, useEffect, useState } from "react";

/** The frame of a live chart moves once a second; its lines move by themselves. */
const FRAME_MS = 1000;

/** The end of a live chart's span: `now()`, anew each second while the chart is on the screen. Null before the page runs. */
export function useChartClock(chart: RefObject<Element | null>, now: () => number): number | null {
  const [end, setEnd] = useState<number | null>(null);
  useEffect(() => {
    const element = chart.current;
    if (!element) return;
    let timer: ReturnType<typeof setInterval> | undefined;
    const tick = () => setEnd(now());
    const observer = new IntersectionObserver(([entry]) => {
      clearInterval(timer);
      // Once in any case: its sentence is read by those for whom nothing is on the screen.
      tick();
      if (entry?.isIntersecting) timer = setInterval(tick, FRAME_MS);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearInterval(timer);
    };
  }, [chart, now]);
  return end;
}
