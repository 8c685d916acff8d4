import { useId } from "react";

export type SliderProps = {
  label: string;
  pin: string;
  value: number;
  /** The value as it is read out. */
  text: string;
  min: number;
  max: number;
  step?: number;
  onValue(value: number): void;
};

/** A part that is turned: the platform's own range, with its value beside it. */
export function Slider({ label, pin, value, text, min, max, step = 1, onValue }: SliderProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium">
          {label} <span className="font-mono text-small font-normal text-muted">{pin}</span>
        </label>
        <output htmlFor={id} className="tabular-nums">
          {text}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => onValue(event.currentTarget.valueAsNumber)}
        className="h-control-small w-full accent-accent-fill"
      />
    </div>
  );
}
