import { useTranslations } from "next-intl";

type WhyNoPublishProps = { reason: "archived" | "errors" | "not-allowed"; owner: string | null };

/** Where others have buttons: why this reader has none, and who can change that. */
export function WhyNoPublish({ reason, owner }: WhyNoPublishProps) {
  const t = useTranslations("topic.whyNot");
  const text = reason !== "not-allowed" ? t(reason) : owner === null ? t("nobodys") : t("others", { owner });
  return <p className="text-muted">{text}</p>;
}
