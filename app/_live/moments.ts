import type { Message } from "#server/contract/shapes";
import { identityOf } from "./message";

/**
 * Messages by time. Those of one time, which says nothing about their order, stand as in `told`: what history answered,
 * the oldest first. What it did not know yet came after it was asked and stands behind them.
 */
export function orderedAs(told: readonly Message[], messages: readonly Message[]): readonly Message[] {
  const places = new Map<string, number[]>();
  for (const [place, message] of told.entries()) {
    const identity = identityOf(message);
    const found = places.get(identity);
    if (found) found.push(place);
    else places.set(identity, [place]);
  }
  return messages
    .map((message) => ({ message, place: places.get(identityOf(message))?.shift() ?? told.length }))
    .sort((one, other) => one.message.at - other.message.at || one.place - other.place)
    .map(({ message }) => message);
}

/** The messages of each topic and time that has more than one of them, where they do not stand as they did before. */
export function movedMoments(
  before: readonly Message[],
  now: readonly Message[],
): readonly (readonly [Message, ...Message[]])[] {
  const were = momentsOf(before);
  return [...momentsOf(now)]
    .filter(([moment, messages]) => {
      const same = were.get(moment);
      return messages.length > 1 && messages.some((message, index) => message !== same?.[index]);
    })
    .map(([, messages]) => messages);
}

function momentsOf(messages: readonly Message[]): Map<string, [Message, ...Message[]]> {
  const moments = new Map<string, [Message, ...Message[]]>();
  for (const message of messages) {
    const moment = `${message.at} ${message.topic}`;
    const found = moments.get(moment);
    if (found) found.push(message);
    else moments.set(moment, [message]);
  }
  return moments;
}
