"use client";

import { useTranslations } from "next-intl";
import { AlertDialog } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { DialogActions } from "./dialog";
import { useGiveBack } from "./give-back";

export type ConfirmDialogProps = {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  /** What goes with it: "Its 1,204 messages and its key go with it." */
  description: ReactNode;
  /** The verb, on the button. */
  action: string;
  onConfirm: () => void;
  danger?: boolean;
};

/** Asks once before something that cannot be taken back, naming what goes with it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, title, description, action, onConfirm, danger = false, ...state } = props;
  const t = useTranslations("common");
  const giveBack = useGiveBack();
  return (
    <AlertDialog.Root {...state}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-shade p-4">
          <AlertDialog.Content
            {...(trigger ? {} : giveBack)}
            className="appear w-full max-w-md rounded-panel bg-panel p-6 text-ink shadow-float"
          >
            <AlertDialog.Title className="text-title font-semibold">{title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-2 text-muted">{description}</AlertDialog.Description>
            <DialogActions>
              <AlertDialog.Cancel asChild>
                <Button>{t("cancel")}</Button>
              </AlertDialog.Cancel>
              <AlertDialog.Action asChild>
                <Button look={danger ? "danger" : "primary"} onClick={onConfirm}>
                  {action}
                </Button>
              </AlertDialog.Action>
            </DialogActions>
          </AlertDialog.Content>
        </AlertDialog.Overlay>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
