import { randomPasswordHash } from "../authority/password";
import { requireActor } from "../authority/who";
import type { WholeClass } from "../contract/class-file";
import type { RawMessage } from "../contract/message";
import { Refusal } from "../contract/refusal";
import type { RestoredClass } from "../contract/shapes";
import { restoreMessages } from "../history/restore-messages";
import { log } from "../log";
import { beginRestore, endRestore, type Half } from "../sql/class-restore";
import { keptBy } from "../sql/history-limits";
import { whileRestoring } from "../sql/restore-lock";
import { removeHalf } from "../sql/restore-sweep";
import { anInstructor } from "./allow";
import { readLists } from "./class-file/lists";
import { readMessages } from "./class-file/messages";
import { type ClassZip, openClassZip } from "./class-file/zip-file";
import { route } from "./route";
import { withUpload } from "./upload";

/** The largest file that is taken, packed as it is. */
const MOST_BYTES = 2 * 2 ** 30;
const DAY = 24 * 3600 * 1000;

/** `POST /api/v1/classes/import`: a new class out of the file of one; the asker instructs it. All of it or nothing. */
export const importClass = route({
  allow: anInstructor,
  status: 201,
  answer: ({ request }) => {
    requireZip(request);
    return withUpload(request, MOST_BYTES, async (path) => {
      const zip = await openClassZip(path);
      try {
        const whole = await readLists(zip);
        return await whileRestoring(() => restore({ request, zip, whole, signal: request.signal }));
      } finally {
        zip.close();
      }
    });
  },
});

const ZIP_TYPES = /^application\/(zip|x-zip-compressed|octet-stream)\b/i;

function requireZip({ headers }: Request): void {
  const type = headers.get("content-type");
  if (type !== null && !ZIP_TYPES.test(type))
    throw new Refusal("bad-input", `A class is sent as application/zip, not as ${type}.`);
}

type Restoring = { request: Request; zip: ClassZip; whole: WholeClass; signal: AbortSignal };

async function restore({ request, zip, whole, signal }: Restoring): Promise<RestoredClass> {
  const half = await beginRestore(whole);
  try {
    const messages = { left: 0 };
    const stored = await restoreMessages(
      untilGone(readMessages(zip), signal),
      placesIn(half, whole, () => messages.left++),
    );
    requireStill(signal);
    const actor = await requireActor(request); // the file took its time, and rights end meanwhile
    anInstructor(actor);
    const others = whole.roster.filter(({ email }) => email === null || email !== actor.email);
    const people = others.flatMap(({ username, ...person }) =>
      username === null ? [] : [{ ...person, username, passwordHash: randomPasswordHash() }],
    );
    const { class: room, members } = await endRestore(actor, half, { ...whole, people });
    log.info("class.restored", { class: room.slug, messages: stored });
    return {
      class: room,
      restored: { members, kits: whole.kits.length, topics: whole.topics.length, messages: stored },
      leftOut: { messages: messages.left, people: others.length - people.length },
    };
  } catch (error) {
    await removeHalf(half.id).catch((reason: unknown) => log.error("class.restore-left", reason));
    throw error;
  }
}

/** Where each message goes; null, and told, for those that would go at once because their days are over. */
function placesIn(half: Half, { about }: WholeClass, onOld: () => void) {
  const { historyDays } = keptBy(about.class.settings.limits);
  const oldest = Date.now() - historyDays * DAY;
  const before = `${about.class.slug}/`;
  return ({ topic, at }: RawMessage) => {
    const place = topic.startsWith(before) ? half.topics.get(topic.slice(before.length)) : undefined;
    if (!place) throw new Refusal("bad-input", `messages.csv: ${topic} is not in topics.json.`);
    if (at >= oldest) return place;
    onOld();
    return null;
  };
}

/** Ends when whoever sent the file has gone. */
async function* untilGone<Page>(pages: AsyncGenerator<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  for await (const page of pages) {
    requireStill(signal);
    yield page;
  }
}

function requireStill(signal: AbortSignal): void {
  if (signal.aborted) throw new Refusal("bad-input", "Nobody waits for this class any more.");
}
