import { nothingHere } from "./params";
import { problemOf } from "./problem";

/** Every address below `/api/v1` that is none of ours: a problem rather than a page. */
export async function nowhere(request: Request): Promise<Response> {
  return problemOf(nothingHere(), request);
}
