import { rosterMember } from "../contract/inputs";
import { Refusal, type RefusalCode } from "../contract/refusal";
import type { RosterRow } from "../contract/shapes";
import { foldName, usernameFrom } from "../contract/text";
import { requireGoodPassword } from "./credentials";
import { parseInput } from "./parse";
import type { RosterLine } from "./roster-file";

/** What a class says about who may still come in. */
export type ClassFacts = { allowPins: boolean; room: number; taken: ReadonlySet<string> };

/** A line, what it does, and the password that it brings along. */
export type Planned = { row: RosterRow; given: string | null };

/**
 * What each line of a roster would do in that class. Without a user name one is made of the name; two of one name in
 * a roster get a number. A name that the class has already is not numbered: it is most likely the same person.
 */
export function planRoster(lines: readonly RosterLine[], facts: ClassFacts): Planned[] {
  const named = nameAll(lines);
  const seen = new Map<string, number>();
  let room = facts.room;
  return named.map((line) => {
    const base = { line: line.line, name: line.name, username: line.username, password: null };
    try {
      const { password, ...who } = checkLine(line, facts);
      const key = foldName(who.username);
      const before = seen.get(key);
      if (before !== undefined)
        throw new Refusal("already-taken", `Line ${before} has this user name already.`);
      if (facts.taken.has(key)) throw taken(who.username);
      if (room <= 0) throw full();
      room -= 1;
      seen.set(key, line.line);
      return {
        row: { ...base, ...who, result: "ready" as const, makesPassword: password === null },
        given: password,
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { row: refusedRow({ ...base, makesPassword: line.password === null }, error), given: null };
    }
  });
}

/** The same line with a reason why it did nothing. */
export function refusedRow(
  row: Omit<RosterRow, "result">,
  { code, message }: { code: RefusalCode; message: string },
): RosterRow {
  return { ...row, result: "refused", password: null, code, message };
}

export function taken(username: string): Refusal {
  return new Refusal("already-taken", `Somebody in this class is called ${username} already.`);
}

export function full(): Refusal {
  return new Refusal("limit-reached", "The class has no room for more members.");
}

/** Every refused line, as one refusal of the whole; its code is theirs where they agree. */
export function refusalOf(rows: readonly RosterRow[]): Refusal {
  const refused = rows.filter(({ result }) => result === "refused");
  const codes = new Set(refused.map(({ code }) => code));
  const [only] = codes;
  const errors = refused.map(({ line, message = "" }) => ({ field: `line ${line}`, message }));
  const said = errors.slice(0, 3).map(({ field, message }) => `${field}: ${message}`);
  const more = errors.length > said.length ? [`and ${errors.length - said.length} more`] : [];
  return new Refusal(codes.size === 1 && only ? only : "bad-input", [...said, ...more].join(" "), { errors });
}

type NamedLine = RosterLine & { username: string };

function nameAll(lines: readonly RosterLine[]): NamedLine[] {
  const used = new Set(lines.flatMap(({ username }) => (username === null ? [] : [foldName(username)])));
  return lines.map((line) => {
    if (line.username !== null) return { ...line, username: line.username };
    const username = freeName(usernameFrom(line.name) ?? "student", used);
    used.add(foldName(username));
    return { ...line, username };
  });
}

const LONGEST = 32;

function freeName(stem: string, used: ReadonlySet<string>): string {
  if (!used.has(foldName(stem))) return stem;
  for (let number = 2; ; number++) {
    const end = String(number);
    const name = [...stem].slice(0, LONGEST - end.length).join("") + end;
    if (!used.has(foldName(name))) return name;
  }
}

function checkLine({ name, username, password, role }: NamedLine, { allowPins }: ClassFacts) {
  if (role !== null && /^(instructor|강사|선생님|교사)$/i.test(role))
    throw new Refusal("not-allowed", "Instructors come in by an invitation, not by a roster.");
  const who = parseInput(rosterMember, { name, username, password });
  if (who.password !== null) requireGoodPassword(who.password, { allowPins });
  return who;
}
