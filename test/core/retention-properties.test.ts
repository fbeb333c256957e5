import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SetId } from '../../src/core/ids.ts';
import type { PlanOptions, RetainedSet, RetentionPlan } from '../../src/core/retention.ts';
import { planRetention } from '../../src/core/retention.ts';
import type { Retention, Tier } from '../../src/core/retention-tiers.ts';
import { told } from './retention-samples.ts';
import { day, hour, zoneNames, zoneOf } from './schedule-samples.ts';

const exhaustive = process.env['SNAPKEEPER_EXHAUSTIVE'] === '1';
const parameters = { seed: 1, numRuns: exhaustive ? 50_000 : 500 };

const now = Date.parse('2026-11-23T12:00Z');

/** Close together, on the hour, around days on which clocks are set, long ago, and in the future. */
const times = fc.oneof(
  fc.integer({ min: 0, max: 3 * hour }).map(ago => now - ago),
  fc.integer({ min: 0, max: 800 }).map(hours => now - hours * hour),
  fc.integer({ min: 0, max: 96 }).map(halves => Date.parse('2026-10-24T00:00Z') + (halves * hour) / 2),
  fc.integer({ min: 0, max: 4_000 }).map(days => now - days * day),
  fc.integer({ min: 0, max: 5 * day }).map(ahead => now + ahead),
);

const sets: fc.Arbitrary<readonly RetainedSet[]> = fc
  .array(
    fc.record({
      takenAt: times,
      state: fc.constantFrom(
        'good' as const,
        'good' as const,
        'good' as const,
        'pending' as const,
        'failed' as const,
      ),
      protections: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        fc.subarray(['held', 'locked', 'image', 'unconfirmed'] as const, { minLength: 1 }),
      ),
    }),
    { maxLength: 40 },
  )
  .map(list => list.map((set, index) => ({ ...set, id: `s${index}` as SetId })));

const count = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 8 }));
const duration = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.record({
    years: fc.constantFrom(0, 0, 0, 1, 9_999),
    months: fc.integer({ min: 0, max: 14 }),
    days: fc.integer({ min: 0, max: 40 }),
    hours: fc.integer({ min: 0, max: 50 }),
  }),
);

const byTier = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Readonly<Record<Tier, Value>>> =>
  fc.record({ last: of, hourly: of, daily: of, weekly: of, monthly: of, yearly: of });

const retentions: fc.Arbitrary<Retention> = fc.record({
  counts: byTier(count),
  within: byTier(duration),
  zone: fc.constantFrom(...zoneNames).map(zoneOf),
});

function planned(
  retention: Retention,
  list: readonly RetainedSet[],
  options: Partial<PlanOptions> = {},
): RetentionPlan {
  return planRetention(retention, list, { now, guards: true, ...options });
}

test('every set is told once, newest first, with a reason', () => {
  fc.assert(
    fc.property(retentions, sets, fc.boolean(), (retention, list, guards) => {
      const { keep, remove } = planned(retention, list, { guards });
      expect([...keep, ...remove].map(({ set }) => set.id).toSorted()).toEqual(
        list.map(({ id }) => id).toSorted(),
      );
      expect(keep.every(({ reasons }) => reasons.length > 0)).toBe(true);
      for (const part of [keep, remove]) {
        const order = part.map(({ set }) => set.takenAt);
        expect(order).toEqual(order.toSorted((a, b) => b - a));
      }
    }),
    parameters,
  );
});

test('no set goes that is protected, unfinished, young, the newest good one, or the last failure', () => {
  fc.assert(
    fc.property(retentions, sets, (retention, list) => {
      const good = list.filter(({ state }) => state === 'good').map(({ takenAt }) => takenAt);
      const newest = good.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const { keep, remove } = planned(retention, list);
      for (const { set } of remove) {
        expect(set.protections).toEqual([]);
        expect(set.state).not.toBe('pending');
        expect(now - set.takenAt).toBeGreaterThanOrEqual(hour);
        if (set.state === 'failed') expect(newest).toBeGreaterThan(set.takenAt);
      }
      if (good.length > 0) {
        expect(keep.some(({ set }) => set.state === 'good' && set.takenAt === newest)).toBe(true);
      }
    }),
    parameters,
  );
});

test('planning again after the plan was carried out deletes nothing more', () => {
  fc.assert(
    fc.property(retentions, sets, fc.boolean(), (retention, list, guards) => {
      const first = planned(retention, list, { guards });
      const second = planned(
        retention,
        first.keep.map(({ set }) => set),
        { guards },
      );
      expect(second.remove).toEqual([]);
    }),
    parameters,
  );
});

test('the order of the sets changes nothing', () => {
  fc.assert(
    fc.property(retentions, sets, fc.integer(), (retention, list, turn) => {
      const turned = list
        .toSorted((a, b) => ((a.takenAt ^ turn) >>> 0) - ((b.takenAt ^ turn) >>> 0))
        .toReversed();
      expect(told(planned(retention, turned))).toEqual(told(planned(retention, list)));
    }),
    parameters,
  );
});

test('guards only ever keep more', () => {
  fc.assert(
    fc.property(retentions, sets, (retention, list) => {
      const without = planned(retention, list, { guards: false });
      const removed = new Set(without.remove.map(({ set }) => set.id));
      expect(planned(retention, list).remove.every(({ set }) => removed.has(set.id))).toBe(true);
    }),
    parameters,
  );
});

test('what takes no slot changes nothing for the others but that failures may go', () => {
  fc.assert(
    fc.property(retentions, sets, (retention, list) => {
      const counted = list.filter(({ state, protections }) => state === 'good' && protections.length === 0);
      const linesOf = (plan: RetentionPlan): readonly string[] =>
        told(plan).filter(line => counted.some(({ id }) => line.replace(/^-/u, '').startsWith(`${id}:`)));
      expect(linesOf(planned(retention, list, { guards: false }))).toEqual(
        linesOf(planned(retention, counted, { guards: false })),
      );
    }),
    parameters,
  );
});
