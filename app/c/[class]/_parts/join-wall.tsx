"use client";

import { clsx } from "clsx";
import { QrCode as Picture } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, type ButtonLook } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { QrCode } from "@/_ui/qr-code";

export type JoinWallProps = {
  name: string;
  code: string;
  web: string;
  look?: ButtonLook;
  className?: string;
};

/** What a projector shows while a class comes in: the code, where to type it, and a QR code for phones. */
export function JoinWall({ name, code, web, look = "primary", className }: JoinWallProps) {
  const t = useTranslations("class.join");
  const trigger = (
    <Button look={look} className={clsx("[&>svg]:size-4", className)}>
      <Picture aria-hidden />
      {t("show")}
    </Button>
  );
  return (
    <Dialog size="wall" title={t("wallTitle", { class: name })} trigger={trigger}>
      <div className="grid h-[calc(100dvh-6rem)] place-content-center place-items-center gap-x-[5vw] gap-y-6 text-center landscape:grid-cols-[auto_auto]">
        <div>
          <p className="text-value text-muted">{t("wallGo")}</p>
          <p className="text-[clamp(1.25rem,min(3.2vw,6vmin),4rem)] leading-tight font-semibold break-all wrap-anywhere">
            {web.replace(/^https?:\/\//, "")}/join
          </p>
          <p className="mt-[4vmin] text-value text-muted">{t("wallType")}</p>
          <p className="font-mono text-display font-semibold tracking-[0.12em]">{code}</p>
        </div>
        <QrCode
          text={`${web}/join/${code}`}
          label={t("qr")}
          className="rounded-panel landscape:size-[min(82vh,44vw)] portrait:size-[min(45vh,85vw)]"
        />
      </div>
    </Dialog>
  );
}
