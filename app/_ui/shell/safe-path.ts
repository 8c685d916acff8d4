const ANYWHERE = "http://kitroom.invalid";

/** A path of this site to go on to, from `?next=`; home for anything that would lead elsewhere. */
export function safePath(next: string | readonly string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, ANYWHERE)) return "/";
  const url = new URL(next, ANYWHERE);
  return url.origin === ANYWHERE ? url.pathname + url.search : "/";
}
