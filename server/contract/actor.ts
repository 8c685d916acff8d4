import type { Role } from "./shapes";

/** A person's place in one class, as far as rights go. Suspended members have none. */
export type Standing = {
  classId: string;
  class: string;
  role: Role;
  privateKits: boolean;
  archived: boolean;
};

/** Who asks: a signed-in person and the classes that person is in right now, by slug. Read anew for each request. */
export type Actor = {
  id: string;
  name: string;
  email: string | null;
  standings: ReadonlyMap<string, Standing>;
};
