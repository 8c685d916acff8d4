/** What stands in an example where the reader's own things go. */
const BLANKS = {
  address: "http://localhost:3000",
  token: "kr_your_token",
  class: "my-class",
  kit: "my-kit",
} as const;

export type Filling = { [Blank in keyof typeof BLANKS]?: string };

/** An example with the reader's address, token, class and kit in their places; what is not given stays as it is. */
export function fillExample(text: string, filling: Filling): string {
  return (Object.keys(BLANKS) as (keyof Filling)[]).reduce(
    (filled, blank) => filled.replaceAll(BLANKS[blank], filling[blank] ?? BLANKS[blank]),
    text,
  );
}
