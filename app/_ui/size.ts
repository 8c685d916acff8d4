import { useFormatter } from "next-intl";
import { readableSize } from "./readable-size";

/** Bytes as the reader's language writes them, in the unit that suits: 1.2 MB. */
export function useSizeText(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const { value, unit, digits } = readableSize(bytes);
    const unitDisplay = unit === "byte" ? "long" : "short"; // 900 bytes, 1.2 MB
    return format.number(value, { style: "unit", unit, unitDisplay, maximumFractionDigits: digits });
  };
}
