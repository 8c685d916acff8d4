"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { readAddress, writeAddress } from "@/_live/chart-address";
import { back, type ChartView, LIVE, zoomOf } from "@/_live/chart-span";
import { createStore, type Store } from "@/_live/store";

/** What the charts of a page have in common. */
type Charts = {
  view: Store<ChartView>;
  /** Shows something else, and says so in the address. */
  show: (view: ChartView) => void;
  /** The moment under the pointer, in whichever of the charts. */
  pointed: Store<number | null>;
  /** When the first value was, as far as it is known: where "all" begins. */
  begin: Store<number | null>;
};

const Context = createContext<Charts | null>(null);

/** Around all charts of a page: they show the same span, point at the same moment, and the address says which. */
export function ChartsOfPage({ children }: { children: ReactNode }) {
  const [stores] = useState(() => ({
    view: createStore(LIVE),
    pointed: createStore<number | null>(null),
    begin: createStore<number | null>(null),
  }));
  const { view } = stores;
  const show = useCallback(
    (next: ChartView) => {
      view.set(next);
      const hash = writeAddress(next);
      history.replaceState(null, "", hash === "" ? location.pathname + location.search : `#${hash}`);
    },
    [view],
  );
  useEffect(() => {
    const read = () => view.set(readAddress(location.hash));
    // Only after a navigation is done does the address stand for this page.
    if (location.hash !== "") read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, [view]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || !zoomOf(view.read())) return;
      show(back(view.read()));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [view, show]);
  const charts = useMemo(() => ({ ...stores, show }), [stores, show]);
  return <Context value={charts}>{children}</Context>;
}

export function useCharts(): Charts {
  const charts = useContext(Context);
  if (!charts) throw new Error("a chart stands inside <ChartsOfPage>");
  return charts;
}

export function useChartView(): ChartView {
  const { view } = useCharts();
  return useSyncExternalStore(view.subscribe, view.read, () => LIVE);
}

export function useBegin(): number | null {
  const { begin } = useCharts();
  return useSyncExternalStore(begin.subscribe, begin.read, () => null);
}
