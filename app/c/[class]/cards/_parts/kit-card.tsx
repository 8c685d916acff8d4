import { useTranslations } from "next-intl";
import { QrCode } from "@/_ui/qr-code";

/** What a kit's card says. */
export type KitCardOf = {
  slug: string;
  name: string;
  /** Null while nobody has it: then the card says how to claim it. */
  owner: string | null;
  claimCode: string | null;
  username: string;
  key: string;
};

type Props = {
  card: KitCardOf;
  class: string;
  /** Of the class's page, as others' browsers reach it. */
  address: string;
  broker: { host: string; port: number };
};

/** One card. On paper two stand side by side, and none is torn by the end of a page. */
export function KitCard({ card, class: className, address, broker }: Props) {
  const t = useTranslations("cards");
  const { name, owner, claimCode, username, key } = card;
  const claim = claimCode === null ? null : `${address}/claim/${claimCode}`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 rounded-panel border border-line bg-panel p-4 print:min-h-[62mm] print:px-3 print:py-2 print:break-inside-avoid print:rounded-none print:border-dashed print:border-control">
      <div className="min-w-0">
        <p className="text-small text-muted">{className}</p>
        <p className="text-title font-semibold wrap-anywhere">{name}</p>
        {claimCode !== null && (
          <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
            <span className="text-small text-muted">{t("code")}</span>
            <span className="font-mono text-title font-semibold tracking-wider">{claimCode}</span>
          </p>
        )}
        {owner !== null && <p className="mt-1 text-small wrap-anywhere">{t("owner", { name: owner })}</p>}
      </div>
      {claim !== null && <QrCode text={claim} label={t("qr", { name })} className="size-24 rounded-small" />}
      {claim !== null && (
        <p className="col-span-2 mt-1 text-small wrap-anywhere print:mt-0">{t("how", { address })}</p>
      )}
      <dl className="col-span-2 mt-1 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 print:mt-0">
        <Fact term={t("broker")}>
          {broker.host}:{broker.port}
        </Fact>
        <Fact term={t("username")}>{username}</Fact>
        <Fact term={t("key")}>{key}</Fact>
      </dl>
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
