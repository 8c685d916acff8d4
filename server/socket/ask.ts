import type { z } from "zod";
import { standingIn } from "../authority/may";
import { noteRefusal } from "../authority/refusals";
import type { Actor } from "../contract/actor";
import { type FieldError, Refusal, type Reply } from "../contract/refusal";
import type { LiveSocket, Session } from "./parts";
import type { TakeTurn } from "./turns";

/** A request on its way: who asks, what, and of which thing. */
export type Asked<Input, Subject> = {
  socket: LiveSocket;
  actor: Actor;
  input: Input;
  subject: Subject;
  /** State of the rights (see rights.ts) under which it was allowed. */
  checkedAt: number;
  trace(step: string): void;
  /** Lets the next request of this turn have its effect; else it waits until this one is answered. */
  letNextGo(): void;
};

/** What a client may ask. There is no question without `allow`: to forget it does not compile. */
export type Question<Input, Subject, Value> = {
  input: z.ZodType<Input>;
  /** Looks up what is asked about, as it is now; throws `not-found`. */
  lookUpTopic(actor: Actor, input: Input): Promise<Subject>;
  /** Whether this person may (authority/may.ts). */
  allow(actor: Actor, subject: Subject): boolean;
  /** Requests of one socket with the same turn have their effects in the order in which they came. */
  turn(input: Input): string;
  answer(asked: Asked<Input, Subject>): Promise<Value>;
};

/** What `ask` needs besides the question. */
export type AskParts = {
  /** Verifies the socket's session anew; throws `not-signed-in` or `token-expired`. */
  verifyToken(socket: LiveSocket): Promise<Session>;
  /** State of the rights now. */
  rights(): number;
  takeTurn: TakeTurn;
  trace(entry: TraceEntry): void;
};

/** For those who want to see the order of things: one entry for each step that was begun. */
export type TraceEntry = { socket: string; event: string; step: string };

export type Answerer = (socket: LiveSocket, input: unknown) => Promise<unknown>;

/** Makes a question answerable: parse -> verify the token -> look up the topic -> allow -> answer. */
export function ask<Input, Subject, Value>(
  event: string,
  question: Question<Input, Subject, Value>,
  parts: AskParts,
): Answerer {
  return async (socket, given) => {
    const trace = (step: string) => parts.trace({ socket: socket.id, event, step });
    trace("parseInput");
    const input = parse(question.input, given);
    const turn = parts.takeTurn(`${socket.id} ${question.turn(input)}`);
    let asker: Actor | null = null;
    try {
      const checkedAt = parts.rights();
      trace("verifyToken");
      const { actor } = await parts.verifyToken(socket);
      asker = actor;
      trace("lookUpTopic");
      const subject = await question.lookUpTopic(actor, input);
      trace("allow");
      if (!question.allow(actor, subject)) throw notAllowed();
      await turn.come;
      return await question.answer({ socket, actor, input, subject, checkedAt, trace, letNextGo: turn.done });
    } catch (error) {
      if (asker && error instanceof Refusal) note(asker, error, input);
      throw error;
    } finally {
      turn.done();
    }
  };
}

/** What a member of the topic's class is refused its instructors can read. */
function note({ id, name, ...actor }: Actor, { code, message }: Refusal, input: unknown): void {
  const topic = topicOf(input);
  const className = topic.slice(0, topic.indexOf("/"));
  if (code === "unavailable" || !standingIn({ id, name, ...actor }, className)) return;
  noteRefusal({ class: className, person: { id, name }, code, message, topic });
}

/** Everything that is asked over a socket is about a topic. */
function topicOf(input: unknown): string {
  const named = typeof input === "object" && input !== null && "topic" in input ? input.topic : "";
  return typeof named === "string" ? named : "";
}

export function notAllowed(): Refusal {
  return new Refusal("not-allowed", "This is not yours to do.");
}

/** Throws `bad-input`, or `too-large` where that is all that is wrong, with the fields that are. */
function parse<Input>(schema: z.ZodType<Input>, given: unknown): Input {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const errors: FieldError[] = issues.map((issue) => ({
    field: issue.path.join("."),
    message: issue.message,
  }));
  const tooLarge = issues.every((issue) => issue.code === "custom" && issue.params?.code === "too-large");
  if (tooLarge) throw new Refusal("too-large", "The payload is too large.", { errors });
  throw new Refusal("bad-input", "The request does not have the form that docs/protocol.md gives.", {
    errors,
  });
}

/** A failure as the client is told it. Only a Refusal says why; for anything else nothing was done (`unavailable`). */
export function refusedReply(error: unknown): Reply<never> {
  if (!(error instanceof Refusal))
    return { ok: false, code: "unavailable", message: "The server failed. Try again in a moment." };
  const { code, message, errors, retryAfter } = error;
  return {
    ok: false,
    code,
    message,
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
