/** How a kind of guess is slowed; in seconds. */
export type BrakeRule = {
  /** So many tries are free at once. */
  free: number;
  /** And one more each time this has passed. */
  forgive: number;
  /** Beyond the free ones a try may be made after waits of 2, 4, 8 ... up to `longest`; without it, when one is forgiven. */
  longest?: number;
};

/** What was counted, in milliseconds of Unix time: when all is forgiven, and before when nothing is tried. */
export type BrakeState = { restsAt: number; until: number };

export const RESTED: BrakeState = { restsAt: 0, until: 0 };

/** Beyond the free tries of a rule with doubling waits no more is counted than makes them as long as they get. */
const DOUBLINGS = 16;

/** The tries that are not forgiven yet. A clock that was set back must not keep anybody out for as long as it was wrong. */
function level({ restsAt }: BrakeState, { free, forgive, longest }: BrakeRule, now: number): number {
  const most = longest === undefined ? free : free + DOUBLINGS;
  return Math.min(Math.max(0, restsAt - now) / (forgive * 1000), most);
}

/** The seconds until a try may be made; 0: now. */
export function waitOf(state: BrakeState, rule: BrakeRule, now: number): number {
  if (rule.longest !== undefined) return Math.min(Math.max(0, state.until - now) / 1000, rule.longest);
  return Math.max(0, level(state, rule, now) + 1 - rule.free) * rule.forgive;
}

/** The state after a try that was made now. */
export function afterTry(state: BrakeState, rule: BrakeRule, now: number): BrakeState {
  const counted = level(state, rule, now) + 1;
  const beyond = Math.ceil(counted - rule.free);
  const wait = rule.longest === undefined || beyond <= 0 ? 0 : Math.min(2 ** beyond, rule.longest);
  return { restsAt: now + counted * rule.forgive * 1000, until: wait === 0 ? 0 : now + wait * 1000 };
}
