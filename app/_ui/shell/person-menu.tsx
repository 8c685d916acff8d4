"use client";

import { CircleUserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { closeSession } from "@/_live/sign-in";
import { Button } from "@/_ui/button";
import { Menu, MenuItem } from "@/_ui/menu";

/** Who is signed in, what helps them, and the way out. */
export function PersonMenu({ name }: { name: string }) {
  const t = useTranslations("common.person");
  const router = useRouter();
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    await closeSession().catch(() => setLeaving(false));
    // A whole new page, so that nothing of this person stays in the browser's memory.
    window.location.assign("/sign-in");
  };
  return (
    <Menu
      label={t("menu", { name })}
      trigger={
        <Button
          look="ghost"
          size="small"
          busy={leaving}
          aria-label={t("menu", { name })}
          className="[&>svg]:size-4.5"
        >
          <CircleUserRound aria-hidden />
          <span className="max-w-40 truncate max-sm:hidden">{name}</span>
        </Button>
      }
    >
      <p className="px-2 py-1 text-small text-muted">{name}</p>
      <MenuItem onSelect={() => router.push("/account")}>{t("account")}</MenuItem>
      <MenuItem onSelect={() => router.push("/help")}>{t("help")}</MenuItem>
      <MenuItem onSelect={leave}>{t("signOut")}</MenuItem>
    </Menu>
  );
}
