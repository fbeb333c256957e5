import { performance } from 'node:perf_hooks';
import { day, hour } from '../src/core/calendar.ts';
import type { SetId } from '../src/core/ids.ts';
import type { RetainedSet } from '../src/core/retention.ts';
import { planRetention } from '../src/core/retention.ts';
import type { Retention } from '../src/core/retention-tiers.ts';
import { readZone } from '../src/core/zone.ts';
import { Random } from '../src/sandbox/ec2/random.ts';
import type { Measurement } from './figure.ts';
import { seed } from './outside.ts';
import { median, rounded } from './statistics.ts';

const servers = 10_000;
const setsEach = 100;
const target = 8;
const rounds = 7;
const now = Date.parse('2026-11-23T12:00:00Z');

/** Planning what to keep of a million sets, beside nothing but sorting their times. */
export const retentionSpeed: Measurement = {
  names: ['retention-1m-ratio'],
  measure() {
    const fleet = fleetOf(new Random(seed));
    const retention = hourlyForDatabases();
    const plans: number[] = [];
    const sorts: number[] = [];
    let removed = 0;
    // The two in turn, so that a machine that slows down wrongs neither.
    for (let round = 0; round < rounds; round += 1) {
      const times = Float64Array.from(fleet.flatMap(sets => sets.map(({ takenAt }) => takenAt)));
      // oxlint-disable-next-line unicorn/no-array-sort -- in place: a copy would be measured too
      sorts.push(timed(() => times.sort()));
      removed = 0;
      const plan = timed(() => {
        for (const sets of fleet)
          removed += planRetention(retention, sets, { now, guards: true }).remove.length;
      });
      plans.push(plan);
    }
    const [plan, sort] = [median(plans), median(sorts)];
    const value = rounded(plan / sort);
    return Promise.resolve([
      {
        name: 'retention-1m-ratio',
        value,
        unit: '×',
        baseline: rounded(sort),
        target,
        ok: value <= target,
        raw: {
          sets: `${servers * setsEach} of ${servers} servers in no order, seed ${seed}; ${removed} to delete`,
          policy: '24 hourly, 7 daily, 4 weekly, 12 monthly, hourly within 2 days, Europe/Berlin',
          rounds: `median of ${rounds}`,
          'plan ms': plans.map(rounded),
          'sort ms': sorts.map(rounded),
        },
      },
    ]);
  },
};

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Two days of hourly sets, then weekly ones for a year, in no order. */
function fleetOf(random: Random): readonly (readonly RetainedSet[])[] {
  return Array.from({ length: servers }, (_, server) =>
    Array.from({ length: setsEach }, (_ignored, index): RetainedSet => {
      const age = index < 48 ? index * hour : (index - 46) * 7 * day;
      return {
        id: `s-${server}-${index}` as SetId,
        takenAt: now - age - random.between(0, hour - 1),
        state: random.next() < 0.01 ? 'failed' : 'good',
        protections: random.next() < 0.01 ? ['held'] : [],
      };
    }).toSorted(() => random.next() - 0.5),
  );
}

function hourlyForDatabases(): Retention {
  const zone = readZone('Europe/Berlin');
  if (zone.kind !== 'zone') throw new Error('no zone');
  return {
    counts: { last: 0, hourly: 24, daily: 7, weekly: 4, monthly: 12, yearly: 0 },
    within: {
      last: null,
      hourly: { years: 0, months: 0, days: 2, hours: 0 },
      daily: null,
      weekly: null,
      monthly: null,
      yearly: null,
    },
    zone: zone.zone,
  };
}
