import { Refusal } from "../contract/refusal";
import type { Log } from "../log";
import { type Answerer, refusedReply } from "./ask";
import { openBrake } from "./brake";
import type { LiveSocket } from "./parts";

/** Hears everything that a client says, whatever it is called, so that everything is answered and nothing is fatal. */
export function listen(socket: LiveSocket, answers: ReadonlyMap<string, Answerer>, log: Log): void {
  const brake = openBrake();

  async function answer(event: unknown, input: unknown): Promise<unknown> {
    const wait = brake();
    if (wait > 0) throw new Refusal("too-many", "Too many requests at once.", { retryAfter: wait });
    const answerer = answers.get(String(event));
    if (!answerer) throw new Refusal("bad-input", "There is no such request.");
    return { ok: true, value: await answerer(socket, input) };
  }

  socket.on("error", (error) => log.debug("socket.error", { reason: String(error) }));
  socket.onAny((event: unknown, ...given: unknown[]) => {
    const reply = given.findLast((one) => typeof one === "function") ?? (() => {});
    const input = typeof given[0] === "function" ? undefined : given[0];
    answer(event, input)
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) log.error("socket.answer", error, { event: String(event) });
        return refusedReply(error);
      })
      .then((answered) => reply(answered))
      .catch((error: unknown) => log.error("socket.reply", error));
  });
}
