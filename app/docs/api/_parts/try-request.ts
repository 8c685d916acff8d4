export type Parameter = { name: string; in: "path" | "query"; required: boolean; description: string };

/** The address that a request goes to: `{parts}` filled in, the slashes of a topic as they are, empty queries left out. */
export function addressOf(
  path: string,
  parameters: readonly Parameter[],
  values: Readonly<Record<string, string>>,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_part, name: string) => encodePath(values[name] ?? ""));
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: place }): [string, string][] => {
      const value = values[name] ?? "";
      return place === "query" && value !== "" ? [[name, value]] : [];
    }),
  );
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/** A browser resolves `.` and `..`, escaped ones as well: a marked one names nothing, instead of something else. */
function encodePath(value: string): string {
  const levels = value.split("/").map((level) => (/^\.{1,2}$/.test(level) ? `${level}_` : level));
  return levels.map(encodeURIComponent).join("/");
}

/** The beginning of an answer; the rest of a long one is not waited for. */
export async function beginningOf(
  response: Response,
  mostBytes: number,
): Promise<{ text: string; whole: boolean }> {
  if (!response.body) return { text: "", whole: true };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, whole: true };
    text += decoder.decode(value.subarray(0, mostBytes - bytes), { stream: true });
    bytes += value.byteLength;
    if (bytes <= mostBytes) continue;
    await reader.cancel();
    return { text, whole: false };
  }
}

/** JSON with its lines broken, anything else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
