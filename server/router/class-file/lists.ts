import type { z } from "zod";
import {
  about,
  CLASS_FILE,
  fileKind,
  kits,
  PARTS,
  type Part,
  roster,
  topics,
  type WholeClass,
} from "../../contract/class-file";
import { Refusal } from "../../contract/refusal";
import { foldName } from "../../contract/text";
import { findTopicParts } from "../../contract/topic";
import { type ClassZip, refuseDamaged } from "./zip-file";

/**
 * What a class's file says besides its messages. Throws `bad-input` for a file of another kind or version, and for
 * what no class of this server could be.
 */
export async function readLists(zip: ClassZip): Promise<WholeClass> {
  const kind = await readJson(zip, "about");
  requireKind(kind);
  const whole: WholeClass = {
    about: parsed("about", about, kind),
    roster: parsed("roster", roster, await readJson(zip, "roster")),
    kits: parsed("kits", kits, await readJson(zip, "kits")),
    topics: parsed("topics", topics, await readJson(zip, "topics")),
  };
  requireOnce(
    "roster",
    whole.roster.flatMap(({ username }) => (username === null ? [] : [foldName(username)])),
  );
  requireOnce(
    "kits",
    whole.kits.map(({ slug }) => slug),
  );
  requireOnce(
    "topics",
    whole.topics.map(({ path }) => path),
  );
  requirePlaces(whole);
  return whole;
}

async function readJson(zip: ClassZip, part: Part): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  const stream = await zip.read(part);
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    refuseDamaged(error);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new Refusal("bad-input", `${PARTS[part]} is not JSON in UTF-8.`, { cause });
  }
}

function requireKind(value: unknown): void {
  const { data } = fileKind.safeParse(value);
  if (data?.format !== CLASS_FILE.format)
    throw new Refusal("bad-input", `This is not the file of a class: ${PARTS.about} does not say so.`);
  if (data.version !== CLASS_FILE.version)
    throw new Refusal(
      "bad-input",
      `This file is of version ${data.version}; this Kitroom reads version ${CLASS_FILE.version}.`,
    );
}

function parsed<Schema extends z.ZodType>(part: Part, schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const issue = error?.issues[0];
  const place = issue?.path.map(String).join(".");
  throw new Refusal(
    "bad-input",
    `${PARTS[part]}${place ? `, ${place}` : ""}: ${issue?.message ?? "not as it should be"}`,
  );
}

function requireOnce(part: Part, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new Refusal("bad-input", `${PARTS[part]}: ${name} is there twice.`);
    seen.add(name);
  }
}

/** Every topic has to be one that is kept, of a kit of the class or of its board. */
function requirePlaces({ about: { class: room }, kits: own, topics: all }: WholeClass): void {
  const slugs = new Set(own.map(({ slug }) => slug));
  for (const { path } of all) {
    const parts = findTopicParts(`${room.slug}/${path}`);
    const kept = parts && parts.kind !== "status" && parts.kind !== "errors";
    if (!kept || (parts.kit !== null && !slugs.has(parts.kit)))
      throw new Refusal("bad-input", `${PARTS.topics}: ${path} is no topic of this class.`);
  }
}
