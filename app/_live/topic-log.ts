import { type BackfillSetting, readReading } from "#server/contract/backfill";
import type { Reading } from "#server/contract/payload";
import type { Message } from "#server/contract/shapes";
import {
  addPoint,
  addState,
  createSeries,
  dropPoints,
  dropStates,
  type Series,
  type StatePoint,
} from "./series";

/** What one topic has said lately. The columns change in place; `view` is a new object after each change. */
export type TopicLog = {
  add(message: Message): void;
  /** Puts the messages of one time into another order: history knows it where the times say nothing. */
  reorder(at: number, messages: readonly Message[]): void;
  /** By field name; the empty name is a payload that is a number itself. */
  readonly numbers: ReadonlyMap<string, Series>;
  /** Switches and words. */
  readonly states: readonly StatePoint[];
  readonly view: TopicView;
};

/** The newest message of a topic and what it says. */
export type TopicView = { topic: string; last: Message; reading: Reading; count: number };

const STATE_CHARACTERS = 60;

const OF_NOW = (): BackfillSetting => ({});

/** `setting` is that of the topic, asked for with each message. */
export function createTopicLog(first: Message, setting = OF_NOW): TopicLog {
  const numbers = new Map<string, Series>();
  const states: StatePoint[] = [];
  const read = ({ payload, at }: Message): Reading => readReading(payload, { ...setting(), at });
  let view: TopicView = { topic: first.topic, last: first, reading: read(first), count: 0 };

  function add(message: Message): void {
    const reading = read(message);
    keep(message.at, reading);
    const newest = message.at >= view.last.at;
    view = {
      topic: view.topic,
      last: newest ? message : view.last,
      reading: newest ? reading : view.reading,
      count: view.count + 1,
    };
  }

  function reorder(at: number, messages: readonly Message[]): void {
    for (const series of numbers.values()) dropPoints(series, at);
    dropStates(states, at);
    for (const message of messages) keep(at, read(message));
    const last = messages.at(-1);
    if (last && view.last.at === at) view = { ...view, last, reading: read(last) };
  }

  function keep(at: number, reading: Reading): void {
    if (reading.kind === "number") addPoint(seriesOf(""), at, reading.value);
    if (reading.kind === "fields")
      for (const [field, value] of reading.fields) addPoint(seriesOf(field), at, value);
    if (reading.kind === "switch") addState(states, { at, text: reading.value ? "on" : "off" });
    if (reading.kind === "text" && reading.value.length <= STATE_CHARACTERS)
      addState(states, { at, text: reading.value });
  }

  function seriesOf(field: string): Series {
    const series = numbers.get(field) ?? createSeries();
    numbers.set(field, series);
    return series;
  }

  add(first);
  return {
    add,
    reorder,
    numbers,
    states,
    get view() {
      return view;
    },
  };
}
