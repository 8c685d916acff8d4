import { useRef } from "react";

/** The button of the menu from which something was chosen last. */
let lastMenu: HTMLElement | null = null;

export function noteMenu(button: HTMLElement | null): void {
  lastMenu = button;
}

/**
 * Gives the focus back when a dialog without a trigger closes: to what had it, or, where a menu's entry has opened the
 * dialog, to the menu's button, since the entry is gone by then (ARIA Authoring Practices, "Dialog").
 */
export function useGiveBack() {
  const back = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      const active = document.activeElement;
      const stays =
        active instanceof HTMLElement && active !== document.body && !active.closest("[role=menu]");
      back.current = stays ? active : lastMenu;
    },
    onCloseAutoFocus: (event: Event) => {
      if (!back.current?.isConnected) return;
      event.preventDefault();
      back.current.focus();
    },
  };
}
