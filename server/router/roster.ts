import { hashPasswords } from "../authority/password";
import type { Actor } from "../contract/actor";
import { rosterFileQuery, rosterQuery } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import type { RosterResult, RosterRow } from "../contract/shapes";
import { foldName } from "../contract/text";
import { requireClass } from "../sql/classes";
import { everybodyIn } from "../sql/people";
import { enrol, type Occupied, occupiedIn } from "../sql/roster";
import { instructorOfOpen, overseer } from "./allow";
import { readBytes } from "./body";
import { newPassword } from "./credentials";
import { fileName } from "./download";
import { NO_STORE } from "./problem";
import { rosterCsv } from "./roster-csv";
import { readRoster } from "./roster-file";
import { full, type Planned, planRoster, refusalOf, refusedRow, taken } from "./roster-plan";
import { route } from "./route";

/** `POST /api/v1/classes/{class}/members/import`: students' accounts from a roster as CSV, a row of result each. */
export const importRoster = route({
  params: ["class"],
  allow: instructorOfOpen,
  query: rosterQuery,
  answer: async ({ request, actor, params, query: { preview, atomic } }) => {
    requireCsv(request);
    const lines = readRoster(await readBytes(request));
    const { settings } = await requireClass(actor, params.class);
    const facts = { allowPins: settings.allowPins, ...(await occupiedIn(actor, params.class)) };
    const planned = planRoster(lines, facts);
    if (preview) return resultOf(planned.map(({ row }) => row));
    return make(actor, params.class, planned, atomic);
  },
});

/** `GET /api/v1/classes/{class}/members/export.csv`: who is in the class; such a file can be imported again. */
export const exportRoster = route({
  params: ["class"],
  allow: overseer,
  query: rosterFileQuery,
  answer: async ({ actor, params, query }) =>
    new Response(rosterCsv(await everybodyIn(actor, params.class), query), {
      headers: {
        ...NO_STORE,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": fileName([params.class, "people"], "csv"),
      },
    }),
});

const CSV_TYPES = /^(text\/(csv|plain|tab-separated-values)|application\/(csv|vnd\.ms-excel))\b/i;

/** A program that sends JSON would find its brackets among the students. */
function requireCsv({ headers }: Request): void {
  const type = headers.get("content-type");
  if (type !== null && !CSV_TYPES.test(type))
    throw new Refusal("bad-input", `A roster is sent as text/csv, not as ${type}.`);
}

/** Makes the accounts that are ready: where `atomic`, all or none. What makes nobody is a refusal of the whole. */
async function make(
  actor: Actor,
  slug: string,
  planned: readonly Planned[],
  atomic: boolean,
): Promise<RosterResult> {
  const ready = planned.filter(({ row }) => row.result === "ready");
  if (ready.length === 0 || (atomic && ready.length < planned.length))
    throw refusalOf(planned.map(({ row }) => row));
  const wishes = await withHashes(ready);
  let rows: RosterRow[] = [];
  const ids = await enrol(actor, slug, (occupied) => {
    const again = checkAgain(wishes, occupied);
    rows = planned.map(({ row }) => again.get(row.line) ?? row);
    const chosen = wishes.filter(({ line }) => again.get(line)?.result === "created");
    if (chosen.length === 0 || (atomic && chosen.length < planned.length)) throw refusalOf(rows);
    return chosen;
  });
  return resultOf(rows.map((row) => withId(row, ids)));
}

type Wish = RosterRow & { password: string; passwordHash: string };

async function withHashes(ready: readonly Planned[]): Promise<Wish[]> {
  const people = ready.map(({ row, given }) => ({ ...row, password: given ?? newPassword() }));
  const hashes = await hashPasswords(people.map(({ password }) => password));
  return people.map((person, index) => ({ ...person, passwordHash: hashes[index] ?? "" }));
}

/** While passwords were hashed somebody else may have come in: each line again, by its number. */
function checkAgain(wishes: readonly Wish[], { taken: keys, room }: Occupied): Map<number, RosterRow> {
  let left = room;
  return new Map(
    wishes.map(({ passwordHash: _, ...row }) => {
      if (keys.has(foldName(row.username))) return [row.line, refusedRow(row, taken(row.username))];
      if (left <= 0) return [row.line, refusedRow(row, full())];
      left -= 1;
      return [row.line, { ...row, result: "created" }];
    }),
  );
}

function withId(row: RosterRow, ids: ReadonlyMap<string, string>): RosterRow {
  const id = row.result === "created" ? ids.get(row.username) : undefined;
  return id === undefined ? row : { ...row, id };
}

function resultOf(rows: RosterRow[]): RosterResult {
  const count = (wanted: RosterRow["result"]) => rows.filter(({ result }) => result === wanted).length;
  return { rows, ready: count("ready"), created: count("created"), refused: count("refused") };
}
