import { classChange, classInput } from "../contract/inputs";
import { pageQuery } from "../contract/queries";
import { SHARED } from "../contract/topic";
import { contentsOf } from "../sql/class-contents";
import { deleteClass } from "../sql/class-removal";
import { changeClass, classesOf, createClass, requireClass } from "../sql/classes";
import { anInstructor, instructor, member, overseer, signedIn } from "./allow";
import { forgetKits } from "./forget";
import { route } from "./route";

/** `GET /api/v1/classes` */
export const listClasses = route({
  allow: signedIn,
  query: pageQuery,
  answer: ({ actor, query }) => classesOf(actor, query),
});

/** `POST /api/v1/classes`: the asker instructs it. */
export const makeClass = route({
  allow: anInstructor,
  input: classInput,
  status: 201,
  answer: ({ actor, input }) => createClass(actor, input),
});

/** `GET /api/v1/classes/{class}` */
export const readClass = route({
  params: ["class"],
  allow: member,
  answer: ({ actor, params }) => requireClass(actor, params.class),
});

/** `PATCH /api/v1/classes/{class}`: name, join code, archive, rights and limits. */
export const editClass = route({
  params: ["class"],
  allow: instructor,
  input: classChange,
  answer: ({ actor, params, input }) => changeClass(actor, params.class, input),
});

/** `GET /api/v1/classes/{class}/contents`: what would go with it. */
export const readContents = route({
  params: ["class"],
  allow: overseer,
  answer: ({ actor, params }) => contentsOf(actor, params.class),
});

/** `DELETE /api/v1/classes/{class}`: with its kits, topics and messages, here and at the broker. */
export const removeClass = route({
  params: ["class"],
  allow: instructor,
  status: 204,
  answer: async ({ actor, params }) => {
    const { kits } = await deleteClass(actor, params.class);
    await forgetKits(params.class, [...kits, SHARED]); // the board's retained messages go as a kit's do
  },
});
