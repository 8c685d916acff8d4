import { expect, test } from "vitest";
import { csvLine } from "../contract/csv";
import type { Member } from "../contract/shapes";
import { rosterCsv } from "./roster-csv";
import { readRoster } from "./roster-file";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) =>
  readRoster(bytes(text)).map(({ name, username, password }) => [name, username, password]);

test.each([
  ["comma", "Mina Lee,mina,warm wires\n김민준,민준\n"],
  ["semicolon", "Mina Lee;mina;warm wires\n김민준;민준\n"],
  ["tab, as a spreadsheet copies it", "Mina Lee\tmina\twarm wires\n김민준\t민준\t\n"],
  ["a byte order mark, CRLF", "\uFEFFMina Lee,mina,warm wires\r\n김민준,민준\r\n"],
  ["line ends of old", "Mina Lee,mina,warm wires\r김민준,민준"],
  ["a heading", "Name,User name,Password\nMina Lee,mina,warm wires\n김민준,민준,\n"],
  ["a heading in Korean, in another order", "아이디,이름,비밀번호\nmina,Mina Lee,warm wires\n민준,김민준,\n"],
  [
    "a heading with more than is needed",
    "No,Name,E-mail,Login,PIN\n1,Mina Lee,m@x.y,mina,warm wires\n2,김민준,,민준,\n",
  ],
  ["blank lines and cells that are not there", "\n,,\nMina Lee,mina,warm wires\n\n김민준,민준,,,,\n,,,\n"],
  ["quotes", '"Mina Lee","mina","warm wires"\n"김민준","민준"\n'],
])("P08 a roster by %s", (_, text) => {
  expect(read(text)).toEqual([
    ["Mina Lee", "mina", "warm wires"],
    ["김민준", "민준", null],
  ]);
});

test("P08 names alone, with emoji, commas in quotes and line breaks in cells", () => {
  expect(read("Mina Lee\n김민준\n👩‍🚀 Ada\n").map(([name]) => name)).toEqual([
    "Mina Lee",
    "김민준",
    "👩‍🚀 Ada",
  ]);
  expect(read('"Lee, Mina";mina\n').map(([name]) => name)).toEqual(["Lee, Mina"]);
  expect(read('"Lee; Mina",mina\n').map(([name]) => name)).toEqual(["Lee; Mina"]);
});

test("P08 each line says where it stands in the file", () => {
  const lines = readRoster(bytes("name,username\n\nMina,mina\n\n\nBen,ben\n"));
  expect(lines.map(({ line }) => line)).toEqual([3, 6]);
});

test.each([
  ["nothing", "", "bad-input"],
  ["a heading alone", "name,username\n", "bad-input"],
  ["a quote that never ends", 'Mina,"mina\nBen,ben\n', "bad-input"],
  ["a NUL", "Mina\0,mina\n", "bad-input"],
])("P08 %s is no roster", (_, text, code) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code }));
});

test("P08 UTF-16 and Latin-1 are refused with what to do, not read wrong", () => {
  const wrong = [Buffer.from("\uFEFFMina,mina\n", "utf16le"), Buffer.from("Jörg,joerg\n", "latin1")];
  for (const text of wrong)
    expect(() => readRoster(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("UTF-8") }),
    );
});

test("P08 500 lines are a roster, 501 are too many", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `Kim ${at},kim${at}\n`).join("");
  expect(read(lines(500))).toHaveLength(500);
  expect(() => read(lines(501))).toThrow(expect.objectContaining({ code: "too-large" }));
});

test("P08 the exported roster has nothing that a spreadsheet runs, and is read again as it was", () => {
  const member = { id: "", role: "student", lastSeenAt: null, suspendedAt: null } as const;
  const members: Member[] = [
    { ...member, name: '=HYPERLINK("http://x")', username: "ada" },
    { ...member, name: "민준; 😀", username: "민준" },
  ];
  const file = rosterCsv(members, { bom: true });
  expect(file.startsWith("\uFEFFname,username,role,email,last_seen,suspended\r\n")).toBe(true);
  expect(file).toContain(csvLine(['\'=HYPERLINK("http://x")', "ada", "student", "", "", ""]));
  expect(read(file)).toEqual(members.map(({ name, username }) => [name, username, null]));
});
