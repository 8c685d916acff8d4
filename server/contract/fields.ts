import { bytesOf } from "./topic";

/** Longer names of fields make no series: they would not fit into an index. */
export const MAX_FIELD_BYTES = 200;

/**
 * Whether a leaf of this path is a field: can be asked for, stored and drawn. PostgreSQL's text takes neither NUL nor
 * half a character, and no page can be sent with them.
 */
export function isFieldName(name: string): boolean {
  return name !== "" && !/[\0\p{Cs}]/u.test(name) && bytesOf(name) <= MAX_FIELD_BYTES;
}
