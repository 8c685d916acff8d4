import { AsyncLocalStorage } from "node:async_hooks";

/** How long nothing is made any more before contexts are given up: what a page does after its answer needs them. */
const REST_MS = 1000;

type Run = typeof AsyncLocalStorage.prototype.run;

/**
 * Next keeps a context for each request (AsyncLocalStorage). In Node 20, once one is entered, every promise and every
 * callback of the process pays for it, the broker's and the sockets' too: a third of what they can deliver
 * (docs/decisions/021-api-beside-next.md). So contexts are given up while no page is being made. Answers what a page's
 * making is wrapped in.
 */
export function openPageContext(): (make: () => Promise<void>) => Promise<void> {
  const entered = new Set<AsyncLocalStorage<unknown>>();
  noteWhoEnters(entered);
  let making = 0;
  let rest: NodeJS.Timeout | undefined;

  function giveUp(): void {
    for (const storage of entered) storage.disable(); // it is enabled again by the next who enters
    entered.clear();
  }

  return async (make) => {
    making++;
    clearTimeout(rest);
    try {
      await make();
    } finally {
      making--;
      if (making === 0) rest = setTimeout(giveUp, REST_MS).unref();
    }
  };
}

/** React makes storages of its own, so they are met where they are entered. */
function noteWhoEnters(entered: Set<AsyncLocalStorage<unknown>>): void {
  const prototype: AsyncLocalStorage<unknown> = AsyncLocalStorage.prototype;
  const { run, enterWith } = prototype;
  prototype.run = function (this: AsyncLocalStorage<unknown>, ...given: Parameters<Run>) {
    entered.add(this);
    return run.apply(this, given);
  } as Run;
  prototype.enterWith = function (this: AsyncLocalStorage<unknown>, store) {
    entered.add(this);
    enterWith.call(this, store);
  };
}
