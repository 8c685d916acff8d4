import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { inProject } from "./project.mjs";

const IMAGES = "firmware/images";
const CABLE = "firmware/Kitroom/extras/boards/uno-serial/board.h";
const TWO_SECRETS = /^#define KITROOM_USER ".*"\n#define KITROOM_KEY ".*"\n$/;
const DOCUMENT = "docs/firmware.md";
const MOST = { flash: 10_500, ram: 800 };
const ROW = /^\| Kitroom \| [^|]+ \| [^|]+ \|/m;

/** Whether `images/` is what the sketches compile to for the Uno; with `write` it becomes that. Answers with problems. */
export async function checkImages(built, write) {
  const wanted = new Map(
    built
      .filter(({ sketch, board }) => board === "uno" && !sketch.network)
      .map(({ sketch, hex }) => [`${sketch.name}.hex`, hex]),
  );
  const problems = [];
  await mkdir(inProject(IMAGES), { recursive: true });
  for (const [name, hex] of wanted) {
    const there = await readFile(inProject(IMAGES, name), "utf8").catch(() => "");
    if (there.replaceAll("\r\n", "\n") === hex) continue;
    if (write) await writeFile(inProject(IMAGES, name), hex);
    else problems.push(`${IMAGES}/${name} is not what its sketch compiles to: npm run firmware -- --write`);
  }
  for (const name of await readdir(inProject(IMAGES))) {
    if (name.endsWith(".hex") && !wanted.has(name)) problems.push(`${IMAGES}/${name} has no sketch`);
  }
  return problems;
}

/** Whether every example has the tabs of the others: the cable's `board.h`, and two lines of secrets. Answers with problems. */
export async function checkTabs(examples) {
  const board = await readFile(inProject(CABLE), "utf8");
  const problems = [];
  for (const { folder } of examples) {
    const secrets = await readFile(inProject(folder, "secrets.h"), "utf8");
    if ((await readFile(inProject(folder, "board.h"), "utf8")) !== board) {
      problems.push(`${folder}/board.h is not ${CABLE}`);
    }
    if (!TWO_SECRETS.test(secrets)) problems.push(`${folder}/secrets.h is not two lines, user and key`);
  }
  return problems;
}

/** Whether the measured sketch keeps to its budget, and the document says what it really takes. Answers with problems. */
export async function checkSizes(built, write) {
  const measured = built.find(({ sketch, board }) => sketch.name === "thermometer-mqtt" && board === "uno");
  const problems = Object.entries(MOST)
    .filter(([name, most]) => !(measured[name] <= most))
    .map(([name, most]) => `thermometer-mqtt on the Uno has ${name}=${measured[name]}, more than ${most}`);
  const row = `| Kitroom | ${inBytes(measured.flash)} | ${inBytes(measured.ram)} |`;
  const text = await readFile(inProject(DOCUMENT), "utf8");
  if (text.includes(row)) return problems;
  if (write) await writeFile(inProject(DOCUMENT), text.replace(ROW, row));
  else problems.push(`${DOCUMENT} does not say \`${row}\`: npm run firmware -- --write`);
  return problems;
}

function inBytes(count) {
  return `${count.toLocaleString("en-US")} B`;
}
