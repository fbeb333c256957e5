import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueSince } from '../../src/core/schedule-due.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { slotKey, slotsBetween } from '../../src/core/schedule.ts';
import {
  day,
  fixedTimes,
  hour,
  minute,
  realMoments,
  scheduleOf,
  transitionsOf,
  years,
  zoneNames,
} from './schedule-samples.ts';

const at = (text: string): number => Date.parse(text);
const iso = (time: number | undefined): string => new Date(time ?? 0).toISOString().slice(0, 16);

describe('dueSince', () => {
  const nightly = scheduleOf('30 2 * * *', 'UTC');

  test('is nothing before the next slot, and again right after it', () => {
    expect(dueSince(nightly, at('2026-05-01T02:30Z'), at('2026-05-02T02:29:59.999Z'))).toBeNull();
    expect(dueSince(nightly, at('2026-05-02T02:30Z'), at('2026-05-02T02:30Z'))).toBeNull();
  });

  test('is the slot from its very moment on, and late from the second minute on', () => {
    const since = (now: string) => dueSince(nightly, at('2026-05-01T02:30Z'), at(now));
    expect(since('2026-05-02T02:30Z')).toMatchObject({ slot: { at: at('2026-05-02T02:30Z') }, late: false });
    expect(since('2026-05-02T02:31:59Z')).toMatchObject({ late: false, missed: null });
    expect(since('2026-05-02T02:32Z')).toMatchObject({ late: true, missed: null });
  });

  test('runs once after downtime, and tells all that was missed as one run of slots', () => {
    const due = dueSince(nightly, at('2026-05-01T02:30Z'), at('2026-05-06T12:00Z'));
    expect(iso(due?.slot.at)).toBe('2026-05-06T02:30');
    expect(due?.late).toBe(true);
    expect(due?.missed?.count).toBe(4);
    expect([due?.missed?.from.at, due?.missed?.to.at].map(iso)).toEqual([
      '2026-05-02T02:30',
      '2026-05-05T02:30',
    ]);
  });

  test('is nothing while a clock that was set back has not come past the record', () => {
    expect(dueSince(nightly, at('2026-05-03T02:30Z'), at('2026-05-02T12:00Z'))).toBeNull();
  });
});

type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'set-back'; readonly ms: number }
  /** The process dies after it has found out what is due and before that is on record. */
  | { readonly kind: 'die' }
  /** What was done last is done again, as after a lost answer. */
  | { readonly kind: 'replay' };

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: passing() }) },
    fc.record({ kind: fc.constant('set-back' as const), ms: fc.integer({ min: 1, max: 26 * hour }) }),
    fc.constant<Step>({ kind: 'die' }),
    fc.constant<Step>({ kind: 'replay' }),
  ),
  { minLength: 5, maxLength: 25 },
);

function passing(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: 0, max: 2 * minute }),
    fc.integer({ min: 0, max: 3 * hour }),
    fc.integer({ min: 0, max: 30 * hour }),
  );
}

/** What stands on record after these steps: each slot that ran or was missed, as often as it was written. */
function live(
  schedule: Schedule,
  from: number,
  todo: readonly Step[],
): { readonly record: readonly number[]; readonly seen: number } {
  const record: number[] = [];
  const keys = new Set<string>();
  let now = from;
  let seen = from;
  let last = from;
  let before = from;
  const tick = (since: number, dies: boolean): void => {
    const due = dueSince(schedule, since, now);
    seen = Math.max(seen, now);
    // A commit holds only if nobody else has written since: so one that is replayed is refused.
    if (due === null || dies || since !== last) return;
    const key = slotKey(schedule, due.slot);
    expect(keys).not.toContain(key);
    keys.add(key);
    const { missed, slot } = due;
    const run = missed === null ? [] : [...slotsBetween(schedule, missed.from.at, missed.to.at + 1)];
    expect(run).toHaveLength(missed?.count ?? 0);
    record.push(...run.map(one => one.at), slot.at);
    before = last;
    last = slot.at;
  };
  for (const step of todo) {
    if (step.kind === 'pass') now += step.ms;
    if (step.kind === 'set-back') now -= step.ms;
    tick(step.kind === 'replay' ? before : last, step.kind === 'die');
  }
  now = Math.max(now, seen);
  tick(last, false);
  return { record, seen: now };
}

test('with restarts, replays and a clock that is set, every slot is on record once, in every zone', () => {
  const exhaustive = process.env['SNAPKEEPER_EXHAUSTIVE'] === '1';
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  const runs = exhaustive ? 30 : 1;
  for (const [index, zone] of zoneNames.entries()) {
    const moments = transitionsOf(zone);
    fc.assert(
      fc.property(steps, chance, fc.integer({ min: 0, max: 4 * 60 - 1 }), (todo, place, time) => {
        const moment = moments[Math.floor(place * moments.length)];
        const from = moment === undefined ? years.from + place * 700 * day : moment - 2 * day;
        const start = Math.floor(from);
        const fixed = live(scheduleOf(`${time % 60} ${Math.floor(time / 60)},12 * * *`, zone), start, todo);
        expect(fixed.record).toEqual(
          fixedTimes(zone, [time, 12 * 60 + (time % 60)], start + 1, fixed.seen + 1),
        );
        const real = live(scheduleOf('15 * * * *', zone), start, todo);
        expect(real.record).toEqual(realMoments(zone, [15], start + 1, real.seen + 1));
      }),
      { seed: index + 1, numRuns: runs },
    );
  }
});
