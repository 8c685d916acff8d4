import { useTranslations } from "next-intl";
import type { DescribedOperation } from "#server/router/openapi/document";
import { Badge } from "@/_ui/badge";
import { plain, typeOf } from "./fields";
import { FieldList, SchemaView } from "./fields-list";
import { TryIt } from "./try-it";

export type OperationProps = { method: string; path: string; operation: DescribedOperation };

/** One operation: a line that opens to what it takes, what it answers, and a form to try it. */
export function Operation({ method, path, operation }: OperationProps) {
  const t = useTranslations("api");
  const [type = "", body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const isJson = type === "application/json";
  return (
    <details id={operation.operationId} className="group">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-sunken">
        <code className="w-14 shrink-0 text-small font-semibold">{method}</code>
        <code className="min-w-0 text-small wrap-anywhere">{path}</code>
        <span lang="en" className="text-muted sm:ml-auto">
          {operation.summary}
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-5 px-4 pt-2 pb-5">
        <p lang="en" className="max-w-prose">
          {plain(operation.description)}
        </p>
        {operation.parameters.length > 0 && (
          <Section title={t("parameters")}>
            <FieldList
              of="request"
              fields={operation.parameters.map(({ schema, ...rest }) => ({ ...rest, type: typeOf(schema) }))}
            />
          </Section>
        )}
        {body && (
          <Section title={t("body")}>
            {isJson ? (
              <SchemaView schema={body.schema} of="request" />
            ) : (
              <p className="font-mono text-small text-muted">{type}</p>
            )}
          </Section>
        )}
        <Section title={t("answers")}>
          <Answers responses={operation.responses} />
        </Section>
        <TryIt
          method={method}
          path={path}
          parameters={operation.parameters.map(({ name, in: place, required, description }) => ({
            name,
            in: place,
            required,
            description: plain(description),
          }))}
          body={bodyToTry(type, body?.example)}
        />
      </div>
    </details>
  );
}

/** What is typed to try it: JSON or text. Other files are sent by programs. */
function bodyToTry(type: string, example: unknown): { type: string; text: string } | null {
  if (type === "application/json") return { type, text: JSON.stringify(example, null, 2) };
  return type.startsWith("text/") ? { type, text: String(example) } : null;
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="text-small font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Answers({ responses }: { responses: DescribedOperation["responses"] }) {
  return (
    <ul className="grid gap-2">
      {Object.entries(responses).map(([status, { description, content = {} }]) => {
        const [type, answer] = Object.entries(content)[0] ?? [];
        const success = Number(status) < 400;
        return (
          <li key={status} className="grid grid-cols-1 gap-2">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <Badge tone={success ? "live" : "neutral"}>{status}</Badge>
              <span lang="en" className="min-w-0 text-small text-muted">
                {plain(description)}
                {success && type && type !== "application/json" && ` (${type})`}
              </span>
            </p>
            {success && answer && type === "application/json" && (
              <SchemaView schema={answer.schema} of="answer" />
            )}
          </li>
        );
      })}
    </ul>
  );
}
