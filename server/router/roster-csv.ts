import { csvLine, plainText } from "../contract/csv";
import type { Member } from "../contract/shapes";

const COLUMNS = ["name", "username", "role", "email", "last_seen", "suspended"];

/** The people of a class as CSV: never a password, and no cell that a spreadsheet would run. */
export function rosterCsv(members: readonly Member[], { bom }: { bom: boolean }): string {
  const lines = members.map(({ name, username, role, email = "", lastSeenAt, suspendedAt }) =>
    csvLine([name, username ?? "", role, email, isoOf(lastSeenAt), isoOf(suspendedAt)].map(plainText)),
  );
  return (bom ? "\uFEFF" : "") + csvLine(COLUMNS) + lines.join("");
}

function isoOf(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString();
}
