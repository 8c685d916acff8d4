import { colourVariable } from "./colours";

const WIDTH = 96;
const HEIGHT = 24;
const EDGE = 1.5;

type SparklineProps = { values: readonly number[]; colour?: number; className?: string };

/** The course of the last numbers, small and without scale: whether it rises, falls or rests. */
export function Sparkline({ values, colour = 1, className = "h-6 w-full" }: SparklineProps) {
  if (values.length < 2) return null;
  const min = Math.min(...values);
  const max = Math.max(...values);
  const x = (index: number) => EDGE + (index / (values.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number) =>
    max === min ? HEIGHT / 2 : EDGE + (1 - (value - min) / (max - min)) * (HEIGHT - 2 * EDGE);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={className}
    >
      <polyline
        points={values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ")}
        fill="none"
        stroke={colourVariable(colour)}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
