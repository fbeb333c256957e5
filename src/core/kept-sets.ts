import { day } from './calendar.ts';
import type { SetId } from './ids.ts';
import type { Policy } from './policy.ts';
import { scheduleOf } from './policy.ts';
import { planRetention } from './retention.ts';
import type { RetentionDuration } from './retention-duration.ts';
import type { Tier } from './retention-tiers.ts';
import { tiers } from './retention-tiers.ts';
import { nextSlots } from './schedule.ts';

/** How many sets of one server a policy keeps in the long run. `endless`: it keeps all of some kind. */
export type KeptSets =
  | { readonly kind: 'exactly' | 'at-most'; readonly perServer: number }
  | { readonly kind: 'endless' };

const tierDays: Readonly<Record<Tier, number>> = {
  last: 0,
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 31,
  yearly: 366,
};
/** Five years of hours; beyond that the sum of the rules is near enough. */
const slotsTried = 45_000;

/** Worked out by letting it run: rules overlap, and a schedule need not have a slot in each bucket. */
export function keptSets(policy: Pick<Policy, 'schedule' | 'retention'>, now: number): KeptSets {
  const { counts, within } = policy.retention;
  if (tiers.some(tier => counts[tier] === -1)) return { kind: 'endless' };
  const schedule = scheduleOf(policy);
  const reach = now + reachDays(policy.retention) * day;
  const atLeast = Math.max(...tiers.map(tier => counts[tier])) + 1;
  const taken: number[] = [];
  for (let after = now; ; ) {
    const [slot] = nextSlots(schedule, after, 1);
    if (slot === undefined) break;
    taken.push(slot.at);
    after = slot.at;
    if (slot.at > reach && taken.length >= atLeast) break;
    if (taken.length > slotsTried) return { kind: 'at-most', perServer: sumOf(counts, within, taken) };
  }
  const sets = taken.map(takenAt => ({ id: '' as SetId, takenAt, state: 'good', protections: [] }) as const);
  const plan = planRetention({ ...policy.retention, zone: schedule.zone }, sets.toReversed(), {
    now: taken.at(-1) ?? now,
    guards: false,
  });
  return { kind: 'exactly', perServer: plan.keep.length };
}

function reachDays({ counts, within }: Policy['retention']): number {
  return Math.max(
    ...tiers.map(tier => Math.max((counts[tier] + 1) * tierDays[tier], daysOf(within[tier]) + 1)),
  );
}

function daysOf(duration: RetentionDuration | null): number {
  if (duration === null) return 0;
  return duration.years * 366 + duration.months * 31 + duration.days + duration.hours / 24;
}

/** Each rule for itself, as if none kept what another one keeps too. */
function sumOf(
  counts: Policy['retention']['counts'],
  within: Policy['retention']['within'],
  taken: readonly number[],
): number {
  const [first = 0] = taken;
  const perDay = (taken.length - 1) / (((taken.at(-1) ?? first) - first) / day);
  const counted = tiers.reduce((sum, tier) => sum + counts[tier], 0);
  const spanned = tiers.map(tier => {
    const each = tier === 'last' ? perDay : Math.min(perDay, 1 / tierDays[tier]);
    return within[tier] === null ? 0 : Math.ceil(daysOf(within[tier]) * each) + 1;
  });
  return counted + spanned.reduce((sum, one) => sum + one, 0);
}
