import { expect, test } from "vitest";
import { planRoster, refusalOf } from "./roster-plan";

const line = (
  number: number,
  name: string,
  username: string | null = null,
  password: string | null = null,
) => ({
  line: number,
  name,
  username,
  password,
  role: null,
});
const CLASS = { allowPins: false, room: 100, taken: new Set<string>() };
const rowsOf = (...given: Parameters<typeof planRoster>) => planRoster(...given).map(({ row }) => row);

test("P08 user names are made of names, and numbered within a roster", () => {
  const names = ["Mina Lee", "mina lee", "김민준", "👩‍🚀", "Ⅷ", "José  Núñez", "Mina Lee"];
  const rows = rowsOf(
    names.map((name, index) => line(index + 1, name)),
    CLASS,
  );
  expect(rows.map(({ username }) => username)).toEqual([
    "mina.lee",
    "mina.lee2",
    "김민준",
    "student",
    "viii",
    "josé.núñez",
    "mina.lee3",
  ]);
  expect(rows.every(({ result, makesPassword }) => result === "ready" && makesPassword)).toBe(true);
});

test("P08 a made user name gives way to one that is written, and is never longer than it may be", () => {
  const long = "a".repeat(60);
  const rows = rowsOf([line(1, "Ben"), line(2, "Somebody", "ben"), line(3, long), line(4, long)], CLASS);
  expect(rows.map(({ username }) => username)).toEqual(["ben2", "ben", "a".repeat(32), `${"a".repeat(31)}2`]);
  expect(rows.map(({ result }) => result)).toEqual(Array(4).fill("ready"));
});

test("P08 each line that cannot be says why", () => {
  const rows = rowsOf(
    [
      line(1, "", "nobody"),
      line(2, "Two words", "two words"),
      line(3, "Short", "short", "short"),
      line(4, "Pin", "pin", "4711"),
      line(5, "Ada", "ADA"),
      line(6, "Ben", "ben"),
      line(7, "Ben too", "ＢＥＮ"),
      line(8, "x".repeat(61), "long"),
      { ...line(9, "Ines", "ines"), role: "instructor" },
      line(10, "Cora", "cora"),
      line(11, "Dan", "dan"),
    ],
    { ...CLASS, taken: new Set(["ada"]), room: 2 },
  );
  expect(rows.map(({ result, code }) => code ?? result)).toEqual([
    "bad-input",
    "bad-input",
    "bad-input",
    "bad-input",
    "already-taken",
    "ready",
    "already-taken",
    "bad-input",
    "not-allowed",
    "ready",
    "limit-reached",
  ]);
  expect(rows.filter(({ result }) => result === "refused").every(({ message }) => message)).toBe(true);
  expect(rowsOf([line(4, "Pin", "pin", "4711")], { ...CLASS, allowPins: true })[0]?.result).toBe("ready");
  expect(rowsOf([line(4, "Pin", "pin", "1234")], { ...CLASS, allowPins: true })[0]?.result).toBe("refused");
});

test("P08 a whole that is refused says each line, with their code where they agree", () => {
  const same = refusalOf(
    rowsOf([line(2, "Ada"), line(3, "Ben")], { ...CLASS, taken: new Set(["ada", "ben"]) }),
  );
  expect(same).toMatchObject({ code: "already-taken", errors: [{ field: "line 2" }, { field: "line 3" }] });
  const both = rowsOf([line(2, "Ada"), line(3, "")], { ...CLASS, taken: new Set(["ada"]) });
  expect(refusalOf(both)).toMatchObject({
    code: "bad-input",
    errors: [{ field: "line 2" }, { field: "line 3" }],
  });
});
