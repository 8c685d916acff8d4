import type { KitName } from "../../contract/kit-access";

export type GuessLimits = {
  /** Wrong keys for one kit from one address that are answered at once; one is forgiven each `forgive` milliseconds. */
  free: number;
  forgive: number;
  /** After them each answer takes twice as long as the one before, up to this; milliseconds. */
  longest: number;
  /** Answers that are owed: of one kit to one address, and of one kit to all addresses that it did not come from. */
  owedToAddress: number;
  owedOfKit: number;
};

export const GUESS_LIMITS: GuessLimits = {
  free: 10,
  forgive: 60_000,
  longest: 10_000,
  owedToAddress: 8,
  owedOfKit: 64,
};

/** So many pairs of kit and address are remembered; those that nobody tried for longest are forgotten first. */
const MOST = 10_000;
const FIRST_DELAY = 500;
/** Beyond the free ones no more is counted than makes the delays as long as they get. */
const DOUBLINGS = 6;

type Tried = { wrong: number; at: number; owed: number; right: boolean };

/**
 * Slows down who guesses a kit's key. A key has 120 bits, so this is not what keeps it; it keeps the guesser from
 * costing anybody else anything, and the true kit always gets in: from an address that it has come from before its key
 * is looked at whatever others try, and from a new one as long as few answers are owed there.
 */
export class KeyGuesses {
  private readonly tried = new Map<string, Tried>();
  private readonly owedOf = new Map<string, number>();

  constructor(
    private readonly limits: GuessLimits = GUESS_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Says that a key is about to be looked at; null where it must not be, since too many answers are owed. `name` is
   * null for user names that are no kit's: they share one count.
   */
  begin(name: KitName | null, address: string): Guess | null {
    const kit = name ?? "";
    const tried = this.of(`${kit} ${address}`);
    const owed = this.owedOf.get(kit) ?? 0;
    const full = tried.owed >= this.limits.owedToAddress || owed >= this.limits.owedOfKit;
    if (full && !tried.right) return null;
    tried.owed++;
    if (!tried.right) this.owedOf.set(kit, owed + 1);
    const counted = !tried.right;
    const settle = () => {
      tried.owed--;
      if (counted) this.settle(kit);
    };
    return {
      right: () => {
        tried.right = true;
        tried.wrong = 0;
        settle();
      },
      wrong: () => this.delay(tried, settle),
      unknown: settle,
    };
  }

  /** Resolves when the answer is due. Whoever goes away meanwhile is not spared: it is owed until then. */
  private async delay(tried: Tried, settle: () => void): Promise<void> {
    const { free, longest } = this.limits;
    tried.wrong = this.level(tried) + 1;
    tried.at = this.now();
    const beyond = Math.ceil(tried.wrong - free);
    const delay = beyond <= 0 ? 0 : Math.min(FIRST_DELAY * 2 ** beyond, longest);
    if (delay > 0) await new Promise<void>((due) => setTimeout(due, delay).unref());
    settle();
  }

  private level({ wrong, at }: Tried): number {
    const { free, forgive } = this.limits;
    return Math.min(Math.max(0, wrong - (this.now() - at) / forgive), free + DOUBLINGS);
  }

  private settle(kit: string): void {
    const owed = (this.owedOf.get(kit) ?? 1) - 1;
    if (owed > 0) this.owedOf.set(kit, owed);
    else this.owedOf.delete(kit);
  }

  private of(pair: string): Tried {
    const tried = this.tried.get(pair) ?? { wrong: 0, at: this.now(), owed: 0, right: false };
    this.tried.delete(pair); // and in again: the map's order is that of the last try
    this.tried.set(pair, tried);
    const [oldest] = this.tried.keys();
    if (this.tried.size > MOST && oldest !== undefined) this.tried.delete(oldest);
    return tried;
  }
}

/** What comes of looking at a key; one of them is called, once. */
export type Guess = {
  right(): void;
  wrong(): Promise<void>;
  /** It could not be told. */
  unknown(): void;
};
