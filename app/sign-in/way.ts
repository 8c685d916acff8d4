import { isSlug } from "#server/contract/topic";

export const WAY_COOKIE = "kitroom-way-in";

/** How somebody signed in last in this browser: as an instructor, or as a student of the class. */
export type Way = { as: "instructor" | "student"; class: string };

export const writeWay = (way: Way): string => (way.as === "student" ? `student:${way.class}` : "instructor");

export function readWay(cookie: string | undefined): Way {
  if (cookie === "instructor") return { as: "instructor", class: "" };
  const [as, slug = ""] = (cookie ?? "").split(":");
  return { as: "student", class: as === "student" && isSlug(slug) ? slug : "" };
}

/** A student whom a class's address sent here means that class, whoever signed in before. */
export function wayTo(next: string, way: Way): Way {
  const slug = /^\/c\/([^/?#]+)/.exec(next)?.[1] ?? "";
  return way.as === "student" && isSlug(slug) ? { ...way, class: slug } : way;
}
