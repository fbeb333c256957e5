import { hour } from './calendar.ts';
import type { SnapshotSet } from './snapshot-set.ts';
import type { Retention, TierReason, TierRefusal, TierWalk } from './retention-tiers.ts';
import { walkTiers } from './retention-tiers.ts';

/** What retention has to know of a set. */
export type RetainedSet = Pick<SnapshotSet, 'id' | 'takenAt'> & {
  readonly state: 'pending' | 'good' | 'failed';
  /** Why nothing may delete it, whatever the policy says. It takes no slot. */
  readonly protections: readonly Protection[];
};

/** `image`: an AMI uses it. `operation`, `request`: something unfinished needs it. `foreign`: another service owns it. `unconfirmed`: adopted, and no admin has confirmed that yet. */
export type Protection = 'held' | 'locked' | 'image' | 'operation' | 'request' | 'foreign' | 'unconfirmed';

export type KeepReason =
  | TierReason
  | { readonly kind: 'protected'; readonly by: Protection }
  | { readonly kind: 'unfinished' }
  /** Failed, and nothing newer has succeeded. */
  | { readonly kind: 'last-failure' }
  /** Guards: no rule of the policy keeps it. */
  | { readonly kind: 'newest-good' }
  | { readonly kind: 'young' };

export type RemoveReason = TierRefusal | { readonly kind: 'failure' };

/** Both newest first; of two taken at the same moment, the smaller id. */
export type RetentionPlan<Item extends RetainedSet = RetainedSet> = {
  readonly keep: readonly { readonly set: Item; readonly reasons: readonly KeepReason[] }[];
  readonly remove: readonly { readonly set: Item; readonly reason: RemoveReason }[];
};

export type PlanOptions = {
  readonly now: number;
  /** Without them the plan is the policy's alone: for looking at a policy, never for carrying it out. */
  readonly guards: boolean;
};

const youngFor = hour;

/** What to keep and what to delete of one server's sets, each with the reason. Any order in. */
export function planRetention<Item extends RetainedSet>(
  retention: Retention,
  sets: readonly Item[],
  { now, guards }: PlanOptions,
): RetentionPlan<Item> {
  const sorted = newestFirst(sets);
  const newestGood = sorted.find(set => set.state === 'good');
  const lastCounted = sorted.findLast(isCounted);
  const walk = walkTiers(
    retention,
    sorted.find(set => isCounted(set) && set.takenAt <= now)?.takenAt ?? null,
  );
  const keep: { set: Item; reasons: readonly KeepReason[] }[] = [];
  const remove: { set: Item; reason: RemoveReason }[] = [];
  for (const set of sorted) {
    const verdict = judge(set, walk, newestGood?.takenAt ?? null, set === lastCounted);
    if (isReasons(verdict)) keep.push({ set, reasons: verdict });
    else if (guards && set === newestGood) keep.push({ set, reasons: newestGoodOnly });
    else if (guards && now - set.takenAt < youngFor) keep.push({ set, reasons: youngOnly });
    else remove.push({ set, reason: verdict });
  }
  return { keep, remove };
}

const newestGoodOnly: readonly KeepReason[] = [{ kind: 'newest-good' }];
const youngOnly: readonly KeepReason[] = [{ kind: 'young' }];
const unfinished: readonly KeepReason[] = [{ kind: 'unfinished' }];
const lastFailure: readonly KeepReason[] = [{ kind: 'last-failure' }];

const isReasons = (verdict: readonly KeepReason[] | RemoveReason): verdict is readonly KeepReason[] =>
  Array.isArray(verdict);

/** Only these fill the slots of a policy. */
const isCounted = ({ state, protections }: RetainedSet): boolean =>
  state === 'good' && protections.length === 0;

function judge(
  set: RetainedSet,
  walk: TierWalk,
  newestGoodAt: number | null,
  isOldest: boolean,
): readonly KeepReason[] | RemoveReason {
  const { state, protections, takenAt } = set;
  if (protections.length > 0) return protections.map(by => ({ kind: 'protected', by }));
  switch (state) {
    case 'pending':
      return unfinished;
    case 'failed':
      return newestGoodAt !== null && newestGoodAt > takenAt ? { kind: 'failure' } : lastFailure;
    case 'good':
      return walk.next(takenAt, isOldest);
  }
}

function newestFirst<Item extends RetainedSet>(sets: readonly Item[]): readonly Item[] {
  // The store answers in this order; then there is nothing to sort.
  const isSorted = sets.every((set, index) => index === 0 || compare(sets[index - 1] ?? set, set) <= 0);
  return isSorted ? sets : sets.toSorted(compare);
}

function compare(a: RetainedSet, b: RetainedSet): number {
  return b.takenAt - a.takenAt || a.id.localeCompare(b.id, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

/** From which share or number on a run asks first. */
export type DeletionGuard = { readonly percent: number; readonly count: number };

export const usualGuard: DeletionGuard = { percent: 20, count: 50 };

/** Whether so many deletions among all sets of a policy are for a person to approve. */
export function asksFirst(deletions: number, sets: number, { percent, count }: DeletionGuard): boolean {
  return deletions > count || deletions * 100 > sets * percent;
}
