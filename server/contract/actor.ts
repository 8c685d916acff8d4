import type { Role } from "./shapes";

/** A person's place in one class, as far as rights go. Suspended members have none. */
export type Standing = {
  classId: string;
  class: string;
  role: Role;
  privateKits: boolean;
  archived: boolean;
};

/** What an API token leaves of its maker's rights. */
export type Scope = {
  readOnly: boolean;
  /** The slug of the one class that it is limited to. */
  class: string | null;
  /** The slug of the one kit of that class that it is limited to. */
  kit: string | null;
};

/** Who asks: a signed-in person and the classes that person is in right now, by slug. Read anew for each request. */
export type Actor = {
  id: string;
  name: string;
  email: string | null;
  standings: ReadonlyMap<string, Standing>;
  /** The limits of the API token by which they ask; null for a person's own session. */
  scope: Scope | null;
};
