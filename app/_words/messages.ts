import account from "./en/account.json";
import activity from "./en/activity.json";
import api from "./en/api.json";
import cable from "./en/cable.json";
import cards from "./en/cards.json";
import chart from "./en/chart.json";
import classroom from "./en/class.json";
import common from "./en/common.json";
import help from "./en/help.json";
import kit from "./en/kit.json";
import people from "./en/people.json";
import refusal from "./en/refusal.json";
import settings from "./en/settings.json";
import sketch from "./en/sketch.json";
import term from "./en/term.json";
import token from "./en/token.json";
import topic from "./en/topic.json";
import virtual from "./en/virtual.json";
import accountKo from "./ko/account.json";
import activityKo from "./ko/activity.json";
import apiKo from "./ko/api.json";
import cableKo from "./ko/cable.json";
import cardsKo from "./ko/cards.json";
import chartKo from "./ko/chart.json";
import classroomKo from "./ko/class.json";
import commonKo from "./ko/common.json";
import helpKo from "./ko/help.json";
import kitKo from "./ko/kit.json";
import peopleKo from "./ko/people.json";
import refusalKo from "./ko/refusal.json";
import settingsKo from "./ko/settings.json";
import sketchKo from "./ko/sketch.json";
import termKo from "./ko/term.json";
import tokenKo from "./ko/token.json";
import topicKo from "./ko/topic.json";
import virtualKo from "./ko/virtual.json";
import type { Locale } from "./locales";

const en = {
  common,
  account,
  activity,
  class: classroom,
  kit,
  topic,
  chart,
  settings,
  term,
  token,
  api,
  people,
  cable,
  cards,
  virtual,
  sketch,
  help,
  refusal,
};

/** Every word of the interface: one file an area and language, English being the measure of the others. */
export type Messages = typeof en;

export const MESSAGES: Record<Locale, Messages> = {
  en,
  ko: {
    common: commonKo,
    account: accountKo,
    activity: activityKo,
    class: classroomKo,
    kit: kitKo,
    topic: topicKo,
    chart: chartKo,
    settings: settingsKo,
    term: termKo,
    token: tokenKo,
    api: apiKo,
    people: peopleKo,
    cable: cableKo,
    cards: cardsKo,
    virtual: virtualKo,
    sketch: sketchKo,
    help: helpKo,
    refusal: refusalKo,
  },
};

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
