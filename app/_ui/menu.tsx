"use client";

import { clsx } from "clsx";
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { createContext, type ReactElement, type ReactNode, type RefObject, use, useRef } from "react";
import { noteMenu } from "./give-back";

const ITEM =
  "flex min-h-control-small items-center gap-2 rounded-small px-2 outline-none data-disabled:opacity-60 data-highlighted:bg-sunken [&>svg]:size-4 [&>svg]:shrink-0";

const MenuButton = createContext<RefObject<HTMLButtonElement | null> | null>(null);

/** A list of actions behind a button: `<Menu trigger={<Button>…</Button>}><MenuItem onSelect={…}>…</MenuItem></Menu>`. */
export function Menu({
  trigger,
  children,
  label,
}: {
  trigger: ReactElement;
  children: ReactNode;
  label?: string;
}) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger ref={button} asChild>
        {trigger}
      </DropdownMenu.Trigger>
      {/* No portal: the list stays in the landmark of its button. Its position is fixed, so nothing clips it. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        className="appear z-30 max-w-80 min-w-44 rounded-control border border-line bg-panel p-1 text-ink shadow-float"
      >
        <MenuButton value={button}>{children}</MenuButton>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

type MenuItemProps = { onSelect: () => void; danger?: boolean; disabled?: boolean; children: ReactNode };

export function MenuItem({ danger = false, onSelect, children, ...rest }: MenuItemProps) {
  const button = use(MenuButton);
  const choose = () => {
    noteMenu(button?.current ?? null);
    onSelect();
  };
  return (
    <DropdownMenu.Item {...rest} onSelect={choose} className={clsx(ITEM, danger && "text-alarm")}>
      {children}
    </DropdownMenu.Item>
  );
}

/** A file to save; the server says under which name. */
export function MenuFile({ href, children }: { href: string; children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      <a href={href} download>
        {children}
      </a>
    </DropdownMenu.Item>
  );
}

type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; lang?: string }[];
};

/** One of several, with a heading: the chosen one carries a check mark. */
export function MenuChoice<Value extends string>({
  label,
  value,
  onChange,
  options,
}: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      aria-label={label}
    >
      <DropdownMenu.Label className="px-2 pt-2 pb-1 text-small text-muted">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={ITEM} lang={option.lang}>
          <span className="grow">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
