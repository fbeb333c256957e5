import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCron } from '../../src/core/cron.ts';
import type { PickedSchedule } from '../../src/core/picked-schedule.ts';
import { cronOf, pickedFrom, weekdayNumbers } from '../../src/core/picked-schedule.ts';

const picked = (more: Partial<PickedSchedule>): PickedSchedule => {
  return { every: 'daily', time: '02:30', days: [], date: '', cron: '', ...more };
};

test.each<[Partial<PickedSchedule>, string]>([
  [{ every: 'hourly', time: '00:15' }, '15 * * * *'],
  [{ every: 'hourly', time: '00:15', days: ['1', '5'] }, '15 * * * 1,5'],
  [{}, '30 2 * * *'],
  [{ every: 'weekly', days: ['5', '1'] }, '30 2 * * 1,5'],
  [{ every: 'monthly', date: '31' }, '30 2 31 * *'],
  [{ every: 'monthly', date: '1', days: ['1'] }, '30 2 1 * 1'],
  [{ every: 'cron', time: '', cron: '*/5 1-3 * feb mon' }, '*/5 1-3 * feb mon'],
])('%o is %s, and is picked that way again', (more, cron) => {
  expect(cronOf(picked(more))).toBe(cron);
  expect(cronOf(pickedFrom(cron))).toBe(cron);
});

test('an expression that no frequency means is one of its own', () => {
  for (const cron of ['0 2,14 * * *', '*/15 * * * *', '0 2 * 3 *', '0 * 5 * *', '0 2 * * 1-5']) {
    expect(pickedFrom(cron)).toEqual(picked({ every: 'cron', time: '', cron }));
  }
});

test('whatever is picked is a schedule, and is shown as it was picked', () => {
  const days = fc.subarray([...weekdayNumbers]);
  const two = (most: number) =>
    fc.integer({ min: 0, max: most }).map(number => String(number).padStart(2, '0'));
  const time = fc.tuple(two(23), two(59)).map(([hour, minute]) => `${hour}:${minute}`);
  const schedule = fc.oneof(
    fc.record({ every: fc.constant('hourly' as const), time: two(59).map(minute => `00:${minute}`), days }),
    fc.record({ every: fc.constant('daily' as const), time }),
    fc.record({ every: fc.constant('weekly' as const), time, days: days.filter(some => some.length > 0) }),
    fc.record({
      every: fc.constant('monthly' as const),
      time,
      days,
      date: fc.integer({ min: 1, max: 31 }).map(String),
    }),
  );
  fc.assert(
    fc.property(schedule, more => {
      const given = picked(more);
      const cron = cronOf(given);
      expect(parseCron(cron).kind).toBe('cron');
      expect(pickedFrom(cron)).toEqual({ ...given, days: given.days.toSorted() });
    }),
    { seed: 1, numRuns: 500 },
  );
});
