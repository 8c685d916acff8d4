import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Field, formsOf, type JsonSchema, plain, shapeOf, typeOf } from "./fields";

/** Of what is sent it is said what must be there; of what is answered, what may be missing. */
type Of = "request" | "answer";

/** What a body or an answer consists of: its fields, or the name of the shape that is told at the end of the page. */
export function SchemaView({ schema, of }: { schema: JsonSchema; of: Of }) {
  const t = useTranslations("api");
  const shape = shapeOf(schema);
  if (shape) return <ShapeLink name={shape} />;
  const forms = formsOf(schema).filter((fields) => fields.length > 0);
  if (forms.length === 0) return <code className="text-small">{typeOf(schema)}</code>;
  return forms.map((fields, index) => (
    <div key={fields.map(({ name }) => name).join()}>
      {index > 0 && <p className="py-1 text-small text-muted">{t("or")}</p>}
      <FieldList fields={fields} of={of} />
    </div>
  ));
}

export function FieldList({ fields, of }: { fields: readonly Field[]; of: Of }) {
  const t = useTranslations("api");
  return (
    <dl className="divide-y divide-line rounded-control border border-line">
      {fields.map(({ name, type, required, description }) => (
        <div key={name} className="grid gap-x-4 px-3 py-1.5 sm:grid-cols-[minmax(9rem,14rem)_1fr]">
          <dt className="flex flex-wrap items-baseline gap-x-2">
            <code className="text-small font-semibold wrap-anywhere">{name}</code>
            {required && of === "request" && <Note>{t("required")}</Note>}
            {!required && of === "answer" && <Note>{t("notAlways")}</Note>}
          </dt>
          <dd className="min-w-0 text-small">
            <Type type={type} />
            {description && (
              <span lang="en" className="text-muted">
                {" "}
                {plain(description)}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <span className="text-small text-muted">{children}</span>;
}

/** A type, in which the names of shapes lead to them. */
function Type({ type }: { type: string }) {
  const [, before = "", name, after = ""] = /^(.*?)\b([A-Z]\w+)\b(.*)$/.exec(type) ?? [];
  if (!name) return <code>{type}</code>;
  return (
    <code>
      {before}
      <ShapeLink name={name} />
      {after}
    </code>
  );
}

export function ShapeLink({ name }: { name: string }) {
  return (
    <a href={`#shape-${name}`} className="font-mono text-small text-accent underline">
      {name}
    </a>
  );
}
