import { hour } from './calendar.ts';

/** How much one person and one server may ask for. Counts are of snapshot operations. */
export type Limits = { readonly perPersonAndHour: number; readonly runningPerServer: number };

export type LimitFacts = {
  /** Start times (epoch ms) of what this person asked for within the last hour, oldest first. */
  readonly askedAt: readonly number[];
  readonly runningOnServer: number;
  /** When the first of those will probably be complete (epoch ms); null while that cannot be told. */
  readonly firstEnds: number | null;
};

export type LimitReached =
  | { readonly kind: 'person'; readonly limit: number; readonly again: number }
  | { readonly kind: 'server'; readonly limit: number; readonly again: number | null };

/** Null when one more is within the limits; `again` is when the hour's oldest falls out of the window. */
export function limitReached(limits: Limits, facts: LimitFacts, now: number): LimitReached | null {
  if (facts.runningOnServer >= limits.runningPerServer)
    return { kind: 'server', limit: limits.runningPerServer, again: facts.firstEnds };
  const recent = facts.askedAt.filter(at => at > now - hour);
  const blocking = recent.at(-limits.perPersonAndHour);
  if (recent.length < limits.perPersonAndHour || blocking === undefined) return null;
  return { kind: 'person', limit: limits.perPersonAndHour, again: blocking + hour };
}
