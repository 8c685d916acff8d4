"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { type Usb, type UsbView, usbOf } from "@/_live/cable/usb";
import { findSerial } from "@/_live/cable/web-serial";
import { EXAMPLES, type Example, FIRST_EXAMPLE } from "@/_live/virtual/example-names";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { useHydrated } from "@/_ui/hydrated";
import { Select } from "@/_ui/select";
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
          view.state !== "flashing" && <Button onClick={usb.disconnect}>{t("disconnect")}</Button>
        )}
      </div>
      <div role="status">
        {view.state === "flashing" && <p className="text-muted">{t("flash.busy")}</p>}
        {view.state === "opening" && <p className="text-muted">{t("opening")}</p>}
        {view.state === "unplugged" && <Banner tone="warning">{t("unplugged")}</Banner>}
        {view.state === "idle" && view.why && <Banner tone="warning">{t(`trouble.${view.why}`)}</Banner>}
      </div>
      {view.state === "flashing" && (
        <progress aria-label={t("flash.busy")} value={view.done} className="w-full accent-accent" />
      )}
      {view.state === "open" && (
        <>
          <LineState bridge={view.bridge} />
          <KitConsole bridge={view.bridge} />
        </>
      )}
      {/* Hidden, not gone: what was chosen is still chosen when it has to be tried once more. */}
      <div hidden={view.state === "flashing"}>
        <FlashExample usb={usb} />
      </div>
    </>
  );
}

/** For who has no Arduino IDE, such as on a Chromebook: the page puts a lesson on the board itself. */
function FlashExample({ usb }: { usb: Usb }) {
  const t = useTranslations("cable.flash");
  const lesson = useTranslations("virtual.example");
  const [example, setExample] = useState<Example>(FIRST_EXAMPLE);
  const options = EXAMPLES.map((value) => ({ value, label: lesson(value) }));
  return (
    <details className="rounded-control border border-line px-3 py-2">
      <summary className="w-fit cursor-pointer font-medium">{t("title")}</summary>
      <div className="mt-2 grid grid-cols-1 gap-3">
        <p className="text-small text-muted">{t("text")}</p>
        <div className="flex flex-wrap items-end gap-2">
          <Select
            label={t("example")}
            className="min-w-48 grow"
            value={example}
            options={options}
            onChange={({ target }) =>
              setExample(EXAMPLES.find((one) => one === target.value) ?? FIRST_EXAMPLE)
            }
          />
          <Button onClick={() => void usb.flash(example)}>{t("action")}</Button>
        </div>
      </div>
    </details>
  );
}
