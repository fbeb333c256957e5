import type { SetId } from '../../src/core/ids.ts';
import type { RetainedSet, RetentionPlan } from '../../src/core/retention.ts';
import { planRetention } from '../../src/core/retention.ts';
import { parseRetentionDuration } from '../../src/core/retention-duration.ts';
import type { Retention, Tier } from '../../src/core/retention-tiers.ts';
import { keepReasonWords, removeReasonWords } from '../../src/slack/words/retention-words.ts';
import { zoneOf } from './schedule-samples.ts';

type Rules = {
  readonly counts?: Partial<Record<Tier, number>>;
  readonly within?: Partial<Record<Tier, string>>;
  readonly zone?: string;
};

const none = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };

function retentionOf({ counts = {}, within = {}, zone = 'UTC' }: Rules): Retention {
  const durationOf = (tier: Tier) => parseRetentionDuration(within[tier] ?? '');
  return {
    counts: { ...none, ...counts },
    within: {
      last: durationOf('last'),
      hourly: durationOf('hourly'),
      daily: durationOf('daily'),
      weekly: durationOf('weekly'),
      monthly: durationOf('monthly'),
      yearly: durationOf('yearly'),
    },
    zone: zoneOf(zone),
  };
}

export function setAt(id: string, time: string, more: Partial<RetainedSet> = {}): RetainedSet {
  return { id: id as SetId, takenAt: Date.parse(time), state: 'good', protections: [], ...more };
}

/** `id: why` of everything kept, and of everything deleted behind a minus. */
export function told({ keep, remove }: RetentionPlan): readonly string[] {
  return [
    ...keep.map(({ set, reasons }) => `${set.id}: ${reasons.map(keepReasonWords).join(', ')}`),
    ...remove.map(({ set, reason }) => `-${set.id}: ${removeReasonWords(reason)}`),
  ];
}

export function plannedAt(
  now: string,
  rules: Rules,
  sets: readonly RetainedSet[],
  guards = true,
): readonly string[] {
  return told(planRetention(retentionOf(rules), sets, { now: Date.parse(now), guards }));
}
