import { performance } from 'node:perf_hooks';
import { day, hour } from '../src/core/calendar.ts';
import { parseCron } from '../src/core/cron.ts';
import { dueSince } from '../src/core/schedule-due.ts';
import type { Schedule } from '../src/core/schedule.ts';
import { nextSlot } from '../src/core/schedule.ts';
import { readZone } from '../src/core/zone.ts';
import type { Figure, Measurement } from './figure.ts';
import { median, rounded } from './statistics.ts';

const policies = 10_000;
const hourlyPolicies = 1_000;
const targets = { idle: 5, catchup: 300 };
const rounds = 21;

/** Between two slots of every expression below, in every zone. */
const now = Date.parse('2026-11-23T12:34:00Z');

const zones = ['Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const expressions = [
  '0 * * * *',
  '45 1 * * *',
  '15 3 * * sun',
  '0 4 1 * *',
  '0 */6 * * mon-fri',
  '50 23 31 12 *',
];

type Kept = { readonly schedule: Schedule; readonly last: number };

/** What the tick of a minute costs when nothing is due, and what is due after a week away. */
export const scheduleTimes: Measurement = {
  names: ['tick-idle-ms', 'catchup-ms'],
  measure: () => Promise.resolve([idle(), catchup()]),
};

function idle(): Figure {
  const kept = Array.from({ length: policies }, (_, index): Kept => {
    const schedule = scheduleOf(
      expressions[index % expressions.length] ?? '',
      zones[Math.floor(index / expressions.length) % zones.length] ?? '',
    );
    return { schedule, last: lastBefore(schedule) };
  });
  const tick = (round: number): number => {
    // Another second each time, so that no answer can be left over from the round before.
    const at = now + round * 1_000;
    return kept.filter(({ schedule, last }) => dueSince(schedule, last, at) !== null).length;
  };
  const times = timed(round => {
    if (tick(round) !== 0) throw new Error('a slot was due');
  });
  return figureOf('tick-idle-ms', times, targets.idle, {
    policies: `${policies}, ${expressions.length} expressions in ${zones.length} zones: ${expressions.join(' | ')}`,
  });
}

function catchup(): Figure {
  const schedules = Array.from({ length: hourlyPolicies }, (_, index) =>
    scheduleOf(`${index % 60} * * * *`, zones[index % zones.length] ?? ''),
  );
  const times = timed(() => {
    const dues = schedules.map(schedule => dueSince(schedule, now - 7 * day, now));
    const slots = dues.reduce((sum, due) => sum + (due === null ? 0 : 1 + (due.missed?.count ?? 0)), 0);
    if (slots !== (hourlyPolicies * 7 * day) / hour) throw new Error(`${slots} slots were due`);
  });
  return figureOf('catchup-ms', times, targets.catchup, {
    policies: `${hourlyPolicies}, hourly, 7 days away, ${zones.length} zones`,
  });
}

/** The first round counts as well: it is the one that a start-up pays. */
function timed(work: (round: number) => void): readonly number[] {
  return Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  });
}

function figureOf(
  name: string,
  times: readonly number[],
  target: number,
  raw: Readonly<Record<string, string>>,
): Figure {
  const value = rounded(median(times));
  return {
    name,
    value,
    unit: 'ms',
    baseline: target,
    target,
    ok: value <= target,
    raw: { ...raw, rounds: `median of ${rounds}`, 'ms of each round': times.map(rounded) },
  };
}

function scheduleOf(expression: string, zoneName: string): Schedule {
  const cron = parseCron(expression);
  const zone = readZone(zoneName);
  if (cron.kind !== 'cron' || zone.kind !== 'zone') throw new Error(`no schedule ${expression} ${zoneName}`);
  return { cron: cron.cron, zone: zone.zone };
}

function lastBefore(schedule: Schedule): number {
  let last = now - 370 * day;
  for (;;) {
    const slot = nextSlot(schedule, last, now);
    if (slot === null) return last;
    last = slot.at;
  }
}
