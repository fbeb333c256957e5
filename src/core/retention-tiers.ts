import { civilDate, day, hour, weekNumber } from './calendar.ts';
import type { RetentionDuration } from './retention-duration.ts';
import { before, isNoTime } from './retention-duration.ts';
import type { Period, Zone } from './zone.ts';

/** From the finest to the coarsest. */
export const tiers = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

export type Tier = (typeof tiers)[number];

/** What to keep of one server's sets. */
export type Retention = {
  /** The newest set of so many buckets that have one; -1 for all of them. */
  readonly counts: Readonly<Record<Tier, number>>;
  /** The newest set of each bucket, as far back from the newest set; `last`: every set. */
  readonly within: Readonly<Record<Tier, RetentionDuration | null>>;
  /** In whose days the buckets are. */
  readonly zone: Zone;
};

/** A rule that keeps a set. `oldest`: not as the newest of its bucket, but because nothing older is there while the rule is unfilled. */
export type TierReason =
  | { readonly kind: 'count'; readonly tier: Tier; readonly oldest: boolean }
  | {
      readonly kind: 'within';
      readonly tier: Tier;
      readonly duration: RetentionDuration;
      readonly oldest: boolean;
    };

/** No rule keeps it. `bucket`: a newer set is kept for the same bucket of this tier. `beyond`: it is older than every rule reaches. */
export type TierRefusal = { readonly kind: 'bucket'; readonly tier: Tier } | { readonly kind: 'beyond' };

/** A policy that keeps nothing would delete everything; nobody means that. */
export function isEmptyRetention({ counts, within }: Omit<Retention, 'zone'>): boolean {
  return tiers.every(tier => {
    const duration = within[tier];
    return counts[tier] === 0 && (duration === null || isNoTime(duration));
  });
}

type Rule = {
  readonly tier: Tier;
  readonly reason: TierReason;
  readonly oldestReason: TierReason;
  readonly refusal: TierRefusal;
  /** Only sets after this moment. */
  readonly after: number;
  /** How many buckets more. */
  left: number;
  /** The bucket that was filled last. */
  bucket: number;
};

/**
 * restic's algorithm over the good sets of a server, asked from the newest to the oldest.
 * https://restic.readthedocs.io/en/stable/060_forget.html
 */
export type TierWalk = {
  /** Reasons to keep the set, or one not to. `isOldest`: nothing older will be asked. */
  next(at: number, isOldest: boolean): readonly TierReason[] | TierRefusal;
};

const beyond: TierRefusal = { kind: 'beyond' };

/** `newest`: the newest moment that durations are measured from; null when every set lies in the future. */
export function walkTiers(retention: Retention, newest: number | null): TierWalk {
  const rules = rulesOf(retention, newest);
  const buckets = createBuckets(retention.zone);
  return {
    next(at, isOldest) {
      let reasons: TierReason[] | null = null;
      let refusal: TierRefusal = beyond;
      buckets.moveTo(at);
      for (const rule of rules) {
        if (rule.left === 0 || at <= rule.after) continue;
        const bucket = buckets.of(rule.tier);
        // Smaller, not different: where a clock was set back past midnight, the day that comes again is not a new one.
        const isNew = bucket < rule.bucket;
        if (isNew || isOldest) {
          rule.bucket = Math.min(bucket, rule.bucket);
          rule.left -= 1;
          (reasons ??= []).push(isNew ? rule.reason : rule.oldestReason);
        } else if (refusal === beyond) {
          refusal = rule.refusal;
        }
      }
      return reasons ?? refusal;
    },
  };
}

/** In restic's order: everything within, then counts, then the newest of each bucket within. */
function rulesOf(retention: Retention, newest: number | null): readonly Rule[] {
  const { last, ...others } = retention.within;
  const within = (tier: Tier, duration: RetentionDuration | null): readonly Rule[] => {
    if (duration === null || isNoTime(duration)) return [];
    const after = newest === null ? Number.NEGATIVE_INFINITY : before(newest, duration, retention.zone);
    return [
      {
        ...start(tier, Number.POSITIVE_INFINITY, after),
        reason: { kind: 'within', tier, duration, oldest: false },
        oldestReason: { kind: 'within', tier, duration, oldest: true },
      },
    ];
  };
  const counted = (tier: Tier): readonly Rule[] => {
    const count = retention.counts[tier];
    if (count === 0) return [];
    return [
      {
        ...start(tier, count === -1 ? Number.POSITIVE_INFINITY : count, Number.NEGATIVE_INFINITY),
        reason: { kind: 'count', tier, oldest: false },
        oldestReason: { kind: 'count', tier, oldest: true },
      },
    ];
  };
  return [
    ...within('last', last),
    ...tiers.flatMap(counted),
    ...tiers.flatMap(tier => (tier === 'last' ? [] : within(tier, others[tier]))),
  ];
}

function start(tier: Tier, left: number, after: number): Omit<Rule, 'reason' | 'oldestReason'> {
  return { tier, left, after, bucket: Number.POSITIVE_INFINITY, refusal: { kind: 'bucket', tier } };
}

/**
 * Numbers of the buckets that a moment is in, smaller the older. Hours, days, weeks from Monday, months and years
 * are those of the zone; an hour that comes twice is two. `last` is a bucket of its own for every moment asked.
 */
function createBuckets(zone: Zone): { moveTo(at: number): void; of(tier: Tier): number } {
  let period: Period | null = null;
  let at = 0;
  let local = 0;
  let asked = 0;
  let dayNumber = Number.NaN;
  let month = 0;
  let year = 0;
  return {
    moveTo(moment) {
      if (period === null || moment < period.start || moment >= period.end) period = zone.periodAt(moment);
      at = moment;
      local = moment + period.offset;
      asked += 1;
      const onDay = Math.floor(local / day);
      if (onDay === dayNumber) return;
      dayNumber = onDay;
      const date = civilDate(onDay);
      year = date.year;
      month = date.year * 12 + date.month;
    },
    of(tier) {
      switch (tier) {
        case 'last':
          return -asked;
        case 'hourly':
          // The instant at which the hour began, so that the one that is repeated has another number.
          return at - (((local % hour) + hour) % hour);
        case 'daily':
          return dayNumber;
        case 'weekly':
          return weekNumber(dayNumber);
        case 'monthly':
          return month;
        case 'yearly':
          return year;
      }
    },
  };
}
