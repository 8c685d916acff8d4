import type { z } from "zod";
import { type FieldError, Refusal } from "../contract/refusal";

type Issue = z.core.$ZodIssue;

/** What a schema makes of a value; throws `bad-input`, or `too-large` where only the size is wrong, with the fields. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => closest(issue));
  const errors = issues.map(fieldError);
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; ");
  const large = issues.every((issue) => issue.code === "custom" && issue.params?.code === "too-large");
  throw new Refusal(large ? "too-large" : "bad-input", detail, { errors });
}

/** Of a union's forms the one that was missed least: its complaints are those that help. */
function closest(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const [first, ...rest] = issue.errors;
  const best = rest.reduce((least, form) => (form.length < least.length ? form : least), first ?? []);
  return best.flatMap((inner) => closest({ ...inner, path: [...issue.path, ...inner.path] }));
}

function fieldError({ path, message }: Issue): FieldError {
  return { field: path.map(String).join("."), message };
}
