import { useTranslations } from "next-intl";

/** An Uno as it lies on the table, seen from above; the one part of it that moves is the LED of pin 13. */
export function Board({ led }: { led: boolean }) {
  const t = useTranslations("virtual");
  return (
    <svg
      viewBox="0 0 360 236"
      role="img"
      aria-label={t(led ? "ledOn" : "ledOff")}
      className="w-full max-w-lg"
    >
      <path
        d="M20 14h286a8 8 0 0 1 8 8v10l12 12v120l-12 12v38a8 8 0 0 1-8 8H20a8 8 0 0 1-8-8V22a8 8 0 0 1 8-8z"
        className="fill-accent-soft stroke-control"
      />
      <Socket />
      <Header x={128} count={10} />
      <Header x={234} count={6} />
      <Header x={150} y={204} count={8} />
      <Header x={246} y={204} count={5} />
      <rect x={166} y={138} width={128} height={34} rx={3} className="fill-panel stroke-control" />
      <text x={230} y={160} textAnchor="middle" className="fill-muted font-mono text-[11px]">
        ATmega328P
      </text>
      <text x={96} y={124} className="fill-ink text-[22px] font-semibold">
        UNO
      </text>
      {[13, 2].map((pin) => (
        <PinName key={pin} pin={String(pin)} x={pin === 13 ? 133.5 : 289.5} y={46} />
      ))}
      {["A0", "A2"].map((pin, index) => (
        <PinName key={pin} pin={pin} x={251.5 + index * 21} y={198} />
      ))}
      <Led on={led} />
    </svg>
  );
}

function Socket() {
  return (
    <>
      <rect x={2} y={40} width={58} height={46} rx={3} className="fill-sunken stroke-control" />
      <rect x={4} y={158} width={50} height={38} rx={4} className="fill-control" />
    </>
  );
}

function Header({ x, y = 22, count }: { x: number; y?: number; count: number }) {
  return (
    <>
      <rect x={x} y={y} width={count * 10.5} height={11} rx={2} className="fill-control" />
      {Array.from({ length: count }, (_, index) => x + 3 + index * 10.4).map((left) => (
        <rect key={left} x={left} y={y + 3} width={5} height={5} rx={1} className="fill-sunken" />
      ))}
    </>
  );
}

function PinName({ pin, x, y }: { pin: string; x: number; y: number }) {
  return (
    <text x={x} y={y} textAnchor="middle" className="fill-muted font-mono text-[9px]">
      {pin}
    </text>
  );
}

function Led({ on }: { on: boolean }) {
  return (
    <g>
      {on && <circle cx={133} cy={68} r={15} className="fill-series-5 opacity-35" />}
      <rect
        x={126}
        y={63}
        width={14}
        height={10}
        rx={2}
        className={on ? "fill-series-5 stroke-ink" : "fill-panel stroke-control"}
        data-led={on ? "on" : "off"}
      />
      <text x={133} y={90} textAnchor="middle" className="fill-muted font-mono text-[9px]">
        L
      </text>
    </g>
  );
}
