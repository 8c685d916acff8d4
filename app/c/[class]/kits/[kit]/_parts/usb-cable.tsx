"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { type Usb, type UsbView, usbOf } from "@/_live/cable/usb";
import { findSerial } from "@/_live/cable/web-serial";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { useHydrated } from "@/_ui/hydrated";
import { KitConsole } from "../../../virtual/_parts/kit-console";
import { LineState } from "../../../virtual/_parts/line-state";

/** The kit on a USB cable: this page is its network. */
export function UsbCable({ class: className, kit }: { class: string; kit: string }) {
  const t = useTranslations("cable");
  const hydrated = useHydrated();
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-muted">{t("text")}</p>
      {hydrated && (findSerial() ? <Cable usb={usbOf(className, kit)} /> : <NoSerial />)}
    </div>
  );
}

function NoSerial() {
  const t = useTranslations("cable");
  return <Banner>{t(window.isSecureContext ? "noSerial" : "notSecure")}</Banner>;
}

const idle: UsbView = { state: "idle" };

function Cable({ usb }: { usb: Usb }) {
  const t = useTranslations("cable");
  const view = useSyncExternalStore(usb.view.subscribe, usb.view.read, () => idle);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {view.state === "idle" ? (
          <>
            <Button look="primary" onClick={() => void usb.connect(false)}>
              {t("connect")}
            </Button>
            <Button look="plain" onClick={() => void usb.connect(true)}>
              {t("choose")}
            </Button>
          </>
        ) : (
          <Button onClick={usb.disconnect}>{t("disconnect")}</Button>
        )}
      </div>
      <div role="status">
        {view.state === "opening" && <p className="text-muted">{t("opening")}</p>}
        {view.state === "unplugged" && <Banner tone="warning">{t("unplugged")}</Banner>}
        {view.state === "idle" && view.why && <Banner tone="warning">{t(`trouble.${view.why}`)}</Banner>}
      </div>
      {view.state === "open" && (
        <>
          <LineState bridge={view.bridge} />
          <KitConsole bridge={view.bridge} />
        </>
      )}
    </>
  );
}
