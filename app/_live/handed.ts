import { useSyncExternalStore } from "react";
import type { HandedPassword } from "#server/contract/shapes";
import { createStore, type Store } from "./store";

/** New passwords, for as long as the page that was shown them stands: nowhere written, gone with a reload. */
export type Handed = Pick<HandedPassword, "name" | "username" | "password">;

const NONE: readonly Handed[] = [];
const stores = new Map<string, Store<readonly Handed[]>>();

function storeOf(className: string): Store<readonly Handed[]> {
  const store = stores.get(className) ?? createStore(NONE);
  stores.set(className, store);
  return store;
}

/** Keeps passwords that were just made; a newer one of the same person takes the place of the older. */
export function hand(className: string, people: readonly Handed[]): void {
  const store = storeOf(className);
  const renewed = new Set(people.map(({ username }) => username));
  store.set([...store.read().filter(({ username }) => !renewed.has(username)), ...people]);
}

export function forgetHanded(className: string): void {
  storeOf(className).set(NONE);
}

/** The new passwords of a class that this page still knows. */
export function useHanded(className: string): readonly Handed[] {
  const store = storeOf(className);
  return useSyncExternalStore(store.subscribe, store.read, () => NONE);
}
