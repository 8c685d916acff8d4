const DAY = 24 * 3600 * 1000;

/** How long a token may last, in milliseconds; null: until it is revoked. */
export const LASTING = { week: 7 * DAY, month: 30 * DAY, year: 365 * DAY, always: null } as const;

export type Lasting = keyof typeof LASTING;

const isLasting = (text: string | undefined): text is Lasting =>
  text !== undefined && Object.hasOwn(LASTING, text);

/** What the form asks the API for. Empty choices are no limits; without a word about rights it only reads. */
export function wishOf({ name, rights, class: className, kit, lasts }: Record<string, string>, now: number) {
  const lasting = isLasting(lasts) ? LASTING[lasts] : LASTING.month;
  return {
    name: name ?? "",
    readOnly: rights !== "all",
    ...(className ? { class: className } : {}),
    ...(className && kit ? { kit } : {}),
    expiresAt: lasting === null ? null : now + lasting,
  };
}
