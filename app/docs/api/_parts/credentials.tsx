"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { TextField } from "@/_ui/field";
import { Panel } from "@/_ui/panel";
import { Segments } from "@/_ui/segments";

type Way = "session" | "token";

/** By what the reader tries requests: null is their session. Kept in this page alone. */
const Context = createContext<string | null>(null);

/** The token to try requests with; null where the reader's session does. */
export function useTryToken(): string | null {
  return useContext(Context);
}

/** Around everything that can be tried: with which credentials, asked once. */
export function CredentialsScope({ signedIn, children }: { signedIn: boolean; children: ReactNode }) {
  const t = useTranslations("api.credentials");
  const [way, setWay] = useState<Way>(signedIn ? "session" : "token");
  const [token, setToken] = useState("");
  const ways = [
    { value: "session", label: t("session") },
    { value: "token", label: t("token") },
  ] as const;
  return (
    <Context value={way === "session" ? null : token.trim()}>
      <Panel title={t("title")}>
        <div className="grid max-w-xl justify-items-start gap-3">
          {signedIn && <Segments label={t("title")} value={way} onChange={setWay} options={ways} />}
          {way === "session" ? (
            <p className="text-muted">{t("sessionText")}</p>
          ) : (
            <TextField
              label={t("token")}
              hint={t("tokenHint")}
              type="password"
              value={token}
              onChange={(event) => setToken(event.target.value)}
              placeholder="kr_…"
              autoComplete="off"
              spellCheck={false}
              className="w-full"
              boxClassName="font-mono"
            />
          )}
        </div>
      </Panel>
      {children}
    </Context>
  );
}
