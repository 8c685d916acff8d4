"use client";

import { clsx } from "clsx";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toast as Primitive } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { IconButton } from "./icon-button";

export type ToastMessage = {
  /** What happened, in one short sentence. */
  title: string;
  /** What was kept, and what to try next. */
  text?: string;
  tone?: "done" | "alarm";
};

type Shown = ToastMessage & { id: number };

const Context = createContext<((message: ToastMessage) => void) | null>(null);

/** Says that something happened: `const toast = useToast(); toast({ title: t("saved") })`. Announced politely; failures at once, and they stay longer. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(Context);
  if (!show) throw new Error("useToast stands outside of ToastScope");
  return show;
}

/** Once, at the root: where toasts appear, and the region that reads them aloud. */
export function ToastScope({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setShown((before) => [...before.slice(-3), { ...message, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const drop = (id: number) => setShown((before) => before.filter((toast) => toast.id !== id));
  return (
    <Context value={show}>
      <Primitive.Provider label={t("notice")} swipeDirection="right">
        {children}
        {shown.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onGone={() => drop(toast.id)} />
        ))}
        <Primitive.Viewport
          label={t("notices", { hotkey: "{hotkey}" })} // Radix fills it in
          className="fixed right-0 bottom-0 z-50 flex w-full max-w-sm flex-col gap-2 p-4 outline-none print:hidden"
        />
      </Primitive.Provider>
    </Context>
  );
}

function ToastCard({ toast, onGone }: { toast: Shown; onGone: () => void }) {
  const t = useTranslations("common");
  const alarm = toast.tone === "alarm";
  const Icon = alarm ? CircleAlert : CircleCheck;
  return (
    <Primitive.Root
      type={alarm ? "foreground" : "background"}
      duration={alarm ? 10_000 : 5_000}
      onOpenChange={(open) => !open && onGone()}
      className="appear flex items-start gap-3 rounded-panel border border-line bg-panel p-3 shadow-float"
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", alarm ? "text-alarm" : "text-live")} />
      <div className="min-w-0 grow">
        <Primitive.Title className="font-medium">{toast.title}</Primitive.Title>
        {toast.text && (
          <Primitive.Description className="text-small text-muted">{toast.text}</Primitive.Description>
        )}
      </div>
      <Primitive.Close asChild>
        <IconButton tooltip={false} label={t("close")} icon={<X aria-hidden />} className="-my-1 -mr-1" />
      </Primitive.Close>
    </Primitive.Root>
  );
}
