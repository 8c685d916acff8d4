import { readFile } from "node:fs/promises";
import path from "node:path";
import { getTranslations } from "next-intl/server";
import { CopyLine } from "@/_ui/copy-line";
import { Panel } from "@/_ui/panel";
import { Tabs } from "@/_ui/tabs";
import { type Filling, fillExample } from "./fill-example";

/** The files of app/docs/api/_examples; the end-to-end tests run each of them. */
const FILES = [
  { name: "curl.sh", label: "curl" },
  { name: "node.mjs", label: "node" },
  { name: "browser.html", label: "browser" },
] as const;

/** Ten lines each, with the reader's own address, class and kit in them. */
export async function Examples({ filling }: { filling: Filling }) {
  const t = await getTranslations("api.examples");
  const tabs = await Promise.all(
    FILES.map(async ({ name, label }) => ({
      value: name,
      label: t(label),
      content: <CopyLine text={fillExample((await read(name)).trim(), filling)} label={t("copy")} />,
    })),
  );
  return (
    <Panel title={t("title")}>
      <p className="mb-2 max-w-prose text-muted">{t("text")}</p>
      <Tabs label={t("title")} tabs={tabs} />
    </Panel>
  );
}

/** The server runs in the folder of the project (scripts/prepare.mjs). */
function read(name: string): Promise<string> {
  return readFile(path.join(process.cwd(), "app/docs/api/_examples", name), "utf8");
}
