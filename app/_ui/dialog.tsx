"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { useGiveBack } from "./give-back";
import { IconButton } from "./icon-button";

export type DialogProps = {
  title: ReactNode;
  /** One sentence under the title; read aloud when the dialog opens. */
  description?: ReactNode;
  /** The button that opens it, and gets the focus back. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** `wall` covers the screen: what a class looks at together. */
  size?: "normal" | "wide" | "wall";
  children: ReactNode;
};

const SIZES = {
  normal: "w-full max-w-md rounded-panel",
  wide: "w-full max-w-3xl rounded-panel",
  wall: "h-full w-full",
};

/** A question or a form above the page. Keeps the focus inside, Escape closes it, the page behind is inert. */
export function Dialog({ title, description, trigger, size = "normal", children, ...state }: DialogProps) {
  const t = useTranslations("common");
  const giveBack = useGiveBack();
  return (
    <Primitive.Root {...state}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay
          className={clsx(
            "fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-shade",
            size !== "wall" && "p-4",
          )}
        >
          <Primitive.Content
            {...(trigger ? {} : giveBack)}
            {...(description ? {} : { "aria-describedby": undefined })}
            className={clsx("appear relative bg-panel p-6 text-ink shadow-float", SIZES[size])}
          >
            <div className="pr-8">
              <Primitive.Title
                className={clsx("font-semibold", size === "wall" ? "text-value" : "text-title")}
              >
                {title}
              </Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>
              )}
            </div>
            <div className={size === "wall" ? undefined : "mt-4"}>{children}</div>
            <Primitive.Close asChild>
              <IconButton
                tooltip={false}
                label={t("close")}
                icon={<X aria-hidden />}
                className="absolute top-5 right-4"
              />
            </Primitive.Close>
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Around a button that closes the dialog it stands in. */
export const DialogClose = Primitive.Close;

/** The row of buttons at the foot of a dialog: the way out first, the act last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>;
}
