import { readdirSync } from "node:fs";

/** Who looks: somebody who is not signed in, a student, an instructor. */
export type Reader = "visitor" | "student" | "instructor";

export type Place = {
  /** Below app/. */
  file: string;
  /** What is put in the place of `CODE`, `INVITE` and `CLAIM` is known once the class is there. */
  path: string;
  readers: readonly Reader[];
};

const ALL = ["visitor", "student", "instructor"] as const;
const IN = ["student", "instructor"] as const;
const CLASS = "c/[class]";

/** Every page of Kitroom that stands once it is set up, with those who may open it. */
export const PLACES: readonly Place[] = [
  { file: "page.tsx", path: "/", readers: ["instructor"] },
  { file: "not-found.tsx", path: "/nothing", readers: ["visitor"] },
  { file: "sign-in/page.tsx", path: "/sign-in", readers: ["visitor"] },
  { file: "setup/page.tsx", path: "/setup", readers: ["visitor"] },
  { file: "join/page.tsx", path: "/join", readers: ["visitor"] },
  { file: "join/[code]/page.tsx", path: "/join/CODE", readers: ["visitor", "student"] },
  { file: "invite/[code]/page.tsx", path: "/invite/INVITE", readers: ALL },
  { file: "help/page.tsx", path: "/help", readers: ["visitor"] },
  { file: "docs/api/page.tsx", path: "/docs/api", readers: ["visitor"] },
  { file: "account/page.tsx", path: "/account", readers: IN },
  { file: `${CLASS}/page.tsx`, path: "/c/lab", readers: IN },
  { file: `${CLASS}/kits/[kit]/page.tsx`, path: "/c/lab/kits/lamp", readers: IN },
  { file: `${CLASS}/kits/[kit]/page.tsx`, path: "/c/lab/kits/kit-1", readers: ["instructor"] },
  { file: `${CLASS}/kits/[kit]/virtual/page.tsx`, path: "/c/lab/kits/lamp/virtual", readers: ["student"] },
  { file: `${CLASS}/virtual/page.tsx`, path: "/c/lab/virtual", readers: ["student"] },
  { file: `${CLASS}/topics/page.tsx`, path: "/c/lab/topics", readers: IN },
  { file: `${CLASS}/topics/[...topic]/page.tsx`, path: "/c/lab/topics/lamp/lux", readers: IN },
  { file: `${CLASS}/claim/[code]/page.tsx`, path: "/c/lab/claim/CLAIM", readers: ["student"] },
  { file: `${CLASS}/cards/page.tsx`, path: "/c/lab/cards", readers: ["instructor"] },
  { file: `${CLASS}/people/page.tsx`, path: "/c/lab/people", readers: ["instructor"] },
  { file: `${CLASS}/people/cards/page.tsx`, path: "/c/lab/people/cards", readers: ["instructor"] },
  { file: `${CLASS}/activity/page.tsx`, path: "/c/lab/activity", readers: ["instructor"] },
  { file: `${CLASS}/settings/page.tsx`, path: "/c/lab/settings", readers: ["instructor"] },
  { file: `${CLASS}/settings/page.tsx`, path: "/c/gone/settings", readers: ["instructor"] },
];

/** The pages that the product has, as Next.js finds them. */
export function pageFiles(): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page|not-found)\.tsx$/.test(file))
    .toSorted();
}
