import type { Page } from "@playwright/test";
import { expect } from "./lesson";

/** Where the focus is after a press of a key. */
type Stop = { name: string; flaws: string[]; first: boolean; closed: boolean; group: string | null };

/** The eyes of a keyboard's user inside the page: what can be reached, what the focus looks like. */
function watch(): void {
  const FOCUSABLE =
    "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true], audio[controls], iframe";
  const GROUPS: Record<string, string> = {
    tab: "[role=tablist]",
    radio: "[role=radiogroup]",
    menuitem: "[role=menu]",
  };
  const seen = new Set<Element>();
  const looks = new Map<Element, string>();
  let last: Element | null = null;

  const name = (element: Element) => {
    const said = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""} "${said ?? ""}"`;
  };
  const groupOf = (element: Element) => {
    const role = element.getAttribute("role") ?? "";
    const group = GROUPS[role];
    return group === undefined ? null : element.closest(group);
  };
  /** A group itself is one that hands the focus on to its entries. */
  const OFF = ":disabled, [aria-hidden=true], [data-radix-focus-guard], [role=tablist], [role=radiogroup]";
  const isOff = (element: Element) => element.matches(OFF);
  const isUnseen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width === 0 || height === 0 || !element.checkVisibility({ visibilityProperty: true });
  };
  const isStop = (element: Element) =>
    !isOff(element) &&
    !isUnseen(element) &&
    (element as HTMLElement).tabIndex >= 0 &&
    !element.closest("[inert]");
  const edgeOf = (element: Element | null) => {
    if (element === null) return "";
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    const hasOutline = outlineStyle !== "none" && outlineWidth !== "0px";
    return `${hasOutline ? `${outlineWidth} ${outlineColor}` : ""} ${boxShadow}`;
  };
  /** A link whose whole tile can be pressed shows its focus round the tile. */
  const look = (element: Element) => `${edgeOf(element)} ${edgeOf(element.closest("article"))}`;

  /** Something of it lies in the window, and nothing that sticks there covers that. */
  const isCovered = (element: Element) => {
    const box = element.getBoundingClientRect();
    const left = Math.max(box.left, 0);
    const top = Math.max(box.top, 0);
    const right = Math.min(box.right, innerWidth);
    const bottom = Math.min(box.bottom, innerHeight);
    if (right <= left || bottom <= top) return true;
    const spots = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [x, y] as const));
    return !spots.some(([x, y]) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return (
        hit !== null &&
        (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element)
      );
    });
  };

  const flawsOf = (element: Element, before: Element | null) => {
    const flaws: string[] = [];
    if (look(element) === looks.get(element)) flaws.push("shows no focus");
    if (isCovered(element)) flaws.push("is out of view or covered");
    const place = before?.compareDocumentPosition(element) ?? Node.DOCUMENT_POSITION_FOLLOWING;
    if ((place & Node.DOCUMENT_POSITION_FOLLOWING) === 0)
      flaws.push(`comes after ${before ? name(before) : ""}`);
    return flaws;
  };

  const all = (within: ParentNode) => [...within.querySelectorAll(FOCUSABLE)];
  Object.assign(window, {
    walk: {
      /** Nothing has the focus, and how everything looks without it is known. */
      begin: () => {
        (document.activeElement as HTMLElement | null)?.blur();
        getSelection()?.removeAllRanges();
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
        seen.clear();
        last = null;
        for (const element of all(document)) looks.set(element, look(element));
      },
      /** What has the focus now; null where that is nothing of the page, or begins anew. */
      stop: (byArrow: boolean) => {
        const element = document.activeElement;
        if (element === null || element === document.body || element === document.documentElement)
          return null;
        const first = !seen.has(element);
        seen.add(element);
        const flaws = flawsOf(element, byArrow ? null : last);
        if (!byArrow) last = element;
        const closed = element.matches("summary") && !element.closest("details")?.open;
        const group = groupOf(element);
        return {
          name: name(element),
          flaws,
          first,
          closed,
          group: group?.getAttribute("aria-label") ?? null,
        };
      },
      /** How what lies in an opened part looks without the focus. */
      lookAgain: () => {
        for (const element of all(document)) if (!looks.has(element)) looks.set(element, look(element));
      },
      missed: () => {
        const inGroup = (element: Element) =>
          groupOf(element) !== null && !isOff(element) && !isUnseen(element) && !element.closest("[inert]");
        return all(document)
          .filter((element) => (isStop(element) || inGroup(element)) && !seen.has(element))
          .map(name);
      },
      count: () => all(document).length,
    },
  });
}

type Watch = {
  begin(): void;
  stop(byArrow: boolean): Stop | null;
  lookAgain(): void;
  missed(): string[];
  count(): number;
};
declare global {
  interface Window {
    walk: Watch;
  }
}

/** So many closed parts of one page are opened on the way; the others are like them. */
const OPENED = 4;

/** Presses Tab through the whole page, and the arrows within what is one stop; says all that is wrong. */
export async function walkByTab(page: Page): Promise<string[]> {
  await page.evaluate(watch);
  const flaws: string[] = [];
  const groups = new Set<string>();
  let opened = 0;
  await page.evaluate(() => window.walk.begin());
  const bound = (await page.evaluate(() => window.walk.count())) + 100;
  let presses = 0;
  for (; presses < bound; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => window.walk.stop(false));
    if (stop === null || !stop.first) break;
    flaws.push(...stop.flaws.map((flaw) => `${stop.name} ${flaw}`));
    if (stop.closed && opened++ < OPENED) {
      await page.keyboard.press("Enter");
      await page.evaluate(afterPainting);
      await page.evaluate(() => window.walk.lookAgain());
    }
    if (stop.group !== null && !groups.has(stop.group)) {
      groups.add(stop.group);
      flaws.push(...(await walkByArrows(page)));
    }
  }
  if (presses === 0) flaws.push("Tab reaches nothing");
  const missed = await page.evaluate(() => window.walk.missed());
  return [...flaws, ...missed.map((name) => `${name} is not reached`)];
}

/** A group moves its focus, and an opened part shows what it holds, in a task after that of the key. */
const afterPainting = () =>
  new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

/** Round a group until it begins anew; the arrow key of either direction moves in it. */
async function walkByArrows(page: Page): Promise<string[]> {
  const flaws: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("ArrowRight");
    await page.evaluate(afterPainting);
    const stop = await page.evaluate(() => window.walk.stop(true));
    if (stop === null) return [...flaws, "an arrow key loses the focus"];
    if (!stop.first) return flaws;
    flaws.push(...stop.flaws.map((flaw) => `${stop.name} ${flaw}`));
    await page.evaluate(() => window.walk.lookAgain());
  }
  return [...flaws, "the arrow keys never come round"];
}

const OPENERS = "button[aria-haspopup=menu]:enabled, button[aria-haspopup=dialog]:enabled";

/** Opens each menu and dialog that a button of the page opens, by Enter and by Space; each keeps the focus and gives it back. */
export async function tryOpeners(page: Page): Promise<void> {
  const openers = page.locator(OPENERS).filter({ visible: true });
  const count = await openers.count();
  for (let at = 0; at < count; at++) {
    const opener = openers.nth(at);
    const name = `${page.url()}: ${(await opener.getAttribute("aria-label")) ?? (await opener.innerText())}`;
    const isMenu = (await opener.getAttribute("aria-haspopup")) === "menu";
    for (const key of ["Enter", "Space"]) {
      await opener.focus();
      await page.keyboard.press(key);
      const open = page.locator("[role=menu], [role=dialog], [role=alertdialog]").filter({ visible: true });
      await expect(open, `${name} opens by ${key}`).toHaveCount(1);
      await expect(
        open.locator(":focus").or(open.and(page.locator(":focus"))),
        `${name} takes the focus`,
      ).toHaveCount(1);
      if (isMenu) await expectArrows(page, name);
      else await expectHeld(page, name);
      await page.keyboard.press("Escape");
      await expect(open, `${name} closes by Escape`).toHaveCount(0);
      await expect(opener, `${name} has the focus again`).toBeFocused();
    }
  }
}

async function expectHeld(page: Page, name: string): Promise<void> {
  // Not by `:focus`, which the button in a date's field has without the field.
  const isHeld = () =>
    page.evaluate(() => {
      const dialog = document.querySelector("[role=dialog], [role=alertdialog]");
      return dialog?.contains(document.activeElement) ?? false;
    });
  const stops = await page
    .locator("[role=dialog], [role=alertdialog]")
    .locator("a[href], button, input, select, textarea, [tabindex='0']")
    .count();
  for (let presses = 0; presses < Math.min(stops + 1, 15); presses++) {
    await page.keyboard.press(presses === 0 ? "Shift+Tab" : "Tab");
    await expect.poll(isHeld, `${name} keeps the focus`).toBe(true);
  }
}

async function expectArrows(page: Page, name: string): Promise<void> {
  const items = page.getByRole("menu").locator("[role^=menuitem]:not([aria-disabled=true])");
  const count = await items.count();
  for (let at = 0; at < count; at++) {
    await expect(items.nth(at), `${name}: its entry ${at + 1} is reached`).toBeFocused();
    await page.keyboard.press("ArrowDown");
  }
}
