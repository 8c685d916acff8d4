import { useTranslations } from "next-intl";
import { QrCode } from "@/_ui/qr-code";

/** What a card says; without a password there is a line to write it on. */
export type CardOf = { name: string; username: string | null; password: string | null };

type Props = { card: CardOf; class: string; slug: string; address: string };

/** One card. On paper two stand side by side, and none is torn by the end of a page. */
export function Card({ card: { name, username, password }, class: className, slug, address }: Props) {
  const t = useTranslations("people.cards");
  const { host, pathname: path } = new URL(address);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 rounded-panel border border-line bg-panel p-4 print:min-h-[55mm] print:break-inside-avoid print:rounded-none print:border-dashed print:border-control">
      <div className="min-w-0">
        <p className="text-small text-muted">{className}</p>
        <p className="text-title font-semibold wrap-anywhere">{name}</p>
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5">
          <Fact term={t("go")}>
            {host}
            <wbr />
            {path}
          </Fact>
          <Fact term={t("class")}>{slug}</Fact>
          <Fact term={t("username")}>{username}</Fact>
          <Fact term={t("password")}>
            {password ?? <span className="inline-block h-5 w-full border-b border-control" />}
          </Fact>
        </dl>
      </div>
      <QrCode text={address} label={t("qr", { address })} className="size-24 rounded-small" />
    </li>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-small text-muted">{term}</dt>
      <dd className="font-mono text-small wrap-anywhere">{children}</dd>
    </>
  );
}
