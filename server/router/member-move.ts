import { mayKnowClass, mayManageClass } from "../authority/may";
import { memberMove } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { moveStudent } from "../sql/member-move";
import { noClass } from "../sql/scope";
import { instructorOfOpen } from "./allow";
import { route } from "./route";

/** `POST /api/v1/classes/{class}/members/{user}/move`: into another class that the asker instructs. */
export const moveMember = route({
  params: ["class", "user"],
  allow: instructorOfOpen,
  input: memberMove,
  answer: ({ actor, params, input }) => {
    if (!mayKnowClass(actor, input.class)) throw noClass();
    if (!mayManageClass(actor, input.class))
      throw new Refusal("not-allowed", "Only an instructor of both classes may do this.");
    return moveStudent(actor, params.class, params.user, input.class);
  },
});
