import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextSlots, slotKey, slotsBetween } from '../../src/core/schedule.ts';
import { localText } from '../../src/core/zone.ts';
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

/** `npm run test:exhaustive`: every zone, both years, every day. */
const exhaustive = process.env['SNAPKEEPER_EXHAUSTIVE'] === '1';

function shown(expression: string, zone: string, from: string, to: string): readonly string[] {
  const schedule = scheduleOf(expression, zone);
  return [...slotsBetween(schedule, Date.parse(from), Date.parse(to))].map(
    ({ at, mark }) =>
      `${new Date(at).toISOString().slice(5, 16)} ${localText(schedule.zone, at).slice(11, 16)}${mark === null ? '' : ` ${mark}`}`,
  );
}

describe('fixed local times', () => {
  test.each([
    [
      'inside a spring gap: at the first instant after it',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T00:00Z',
      '2026-03-31T00:00Z',
      ['03-28T01:30 02:30', '03-29T01:00 03:00 gap', '03-30T00:30 02:30'],
    ],
    [
      'several in one gap: once',
      '0,20,40 2 * * *',
      'America/New_York',
      '2026-03-08T05:00Z',
      '2026-03-09T05:00Z',
      ['03-08T07:00 03:00 gap'],
    ],
    [
      'in the gap and at its end: once',
      '30 2,3 * * *',
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-30T00:00Z',
      ['03-29T01:00 03:00 gap', '03-29T01:30 03:30'],
    ],
    [
      'every hour by a range: also once where gap and end fall together',
      '0 0-23 * * *',
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-29T03:00Z',
      ['03-29T00:00 01:00', '03-29T01:00 03:00 gap', '03-29T02:00 04:00'],
    ],
    [
      'in a fall-back: on the first pass',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T00:00Z',
      '2026-10-27T00:00Z',
      ['10-24T00:30 02:30', '10-25T00:30 02:30 fold', '10-26T01:30 02:30'],
    ],
    [
      'every hour by a step: the repeated hour is not run again',
      '0 */1 * * *',
      'Europe/Berlin',
      '2026-10-24T23:00Z',
      '2026-10-25T03:00Z',
      ['10-24T23:00 01:00', '10-25T00:00 02:00 fold', '10-25T02:00 03:00'],
    ],
    [
      'a gap at midnight belongs to the day that begins',
      '0 0 * * *',
      'Africa/Cairo',
      '2026-04-23T00:00Z',
      '2026-04-25T00:00Z',
      ['04-23T22:00 01:00 gap', '04-24T21:00 00:00'],
    ],
    [
      'a gap before midnight: the day has ended by its end',
      '30 23 * * *',
      'America/Nuuk',
      '2026-03-28T00:00Z',
      '2026-03-30T00:00Z',
      ['03-28T01:30 23:30', '03-29T01:00 00:00 gap'],
    ],
    [
      'the week that has only that one run does not lose it',
      '30 2 * * 0',
      'America/New_York',
      '2026-03-02T00:00Z',
      '2026-03-16T00:00Z',
      ['03-08T07:00 03:00 gap', '03-15T06:30 02:30'],
    ],
    [
      'half an hour is set back in Lord Howe',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-03T14:00Z',
      '2026-04-05T16:00Z',
      ['04-03T14:45 01:45', '04-04T14:45 01:45 fold', '04-05T15:15 01:45'],
    ],
    [
      'a date that the zone skipped altogether',
      '0 12 30 * *',
      'Pacific/Apia',
      '2011-12-01T00:00Z',
      '2012-01-31T00:00Z',
      ['12-30T10:00 00:00 gap', '01-29T22:00 12:00'],
    ],
  ])('%s', (_, expression, zone, from, to, expected) => {
    expect(shown(expression, zone, from, to)).toEqual(expected);
  });
});

describe('every real hour', () => {
  test('runs through both passes of a fall-back, and knows no gap', () => {
    expect(shown('30 * * * *', 'Europe/Berlin', '2026-10-24T23:00Z', '2026-10-25T03:00Z')).toEqual([
      '10-24T23:30 01:30',
      '10-25T00:30 02:30 fold',
      '10-25T01:30 02:30 fold',
      '10-25T02:30 03:30',
    ]);
    expect(shown('30 * * * *', 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T03:00Z')).toEqual([
      '03-29T00:30 01:30',
      '03-29T01:30 03:30',
      '03-29T02:30 04:30',
    ]);
  });

  test('runs on the local date that is asked for', () => {
    expect(shown('0 * 1 11 *', 'America/New_York', '2026-10-31T00:00Z', '2026-11-03T00:00Z')).toHaveLength(
      25,
    );
  });
});

describe('slotsBetween', () => {
  test('begins with its first moment and ends before its last', () => {
    expect(shown('0 * * * *', 'UTC', '2026-01-01T00:00Z', '2026-01-01T02:00Z')).toHaveLength(2);
    expect(shown('0 * * * *', 'UTC', '2026-01-01T00:00Z', '2026-01-01T00:00Z')).toEqual([]);
  });
});

describe('nextSlots', () => {
  test('finds 29 February on a Monday, decades ahead', () => {
    const next = nextSlots(scheduleOf('0 0 29 2 1', 'UTC'), years.from, 2);
    expect(next.map(({ at }) => new Date(at).getUTCFullYear())).toEqual([2044, 2072]);
  });
});

describe('slotKey', () => {
  test('is the nominal local time in its zone, or the instant when every real hour runs', () => {
    const [gap] = nextSlots(scheduleOf('30 2 29 3 *', 'Europe/Berlin'), years.from, 1);
    const [real] = nextSlots(scheduleOf('30 * 29 3 *', 'Europe/Berlin'), years.from, 1);
    if (gap === undefined || real === undefined) throw new Error('no slot');
    expect(slotKey(scheduleOf('30 2 29 3 *', 'Europe/Berlin'), gap)).toBe('2026-03-29T02:30 Europe/Berlin');
    expect(slotKey(scheduleOf('30 * 29 3 *', 'Europe/Berlin'), real)).toBe('2026-03-28T23:30Z');
  });
});

describe('in every zone of the world', () => {
  /** Around each time that a clock is set; somewhere in the two years where it never is. */
  function windowsOf(zone: string, chance: number): readonly (readonly [number, number])[] {
    if (exhaustive) return [[years.from, years.to]];
    const moments = transitionsOf(zone);
    const chosen = moments.length > 0 ? moments : [years.from + chance * (years.to - years.from - day)];
    return chosen.map(at => [at - 15 * hour, at + 15 * hour] as const);
  }

  test('fixed local times come once for every date, those of the gap at its end', () => {
    const times = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 4 * 60 }), fc.integer({ min: 0, max: 24 * 60 - 1 })),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (picked, chance) => {
        // One minute for all hours: a cron expression has no other lists of times.
        const minutes = (picked[0] ?? 0) % 60;
        const hours = picked.map(one => Math.floor(one / 60));
        const expression = `${minutes} ${hours.join(',')} * * *`;
        const wanted = hours.map(one => one * 60 + minutes);
        for (const zone of zoneNames) {
          for (const [from, to] of windowsOf(zone, chance)) {
            const found = [...slotsBetween(scheduleOf(expression, zone), from, to)].map(({ at }) => at);
            const expected = fixedTimes(zone, wanted, from, to);
            if (found.join(' ') !== expected.join(' '))
              expect(found, `${expression} ${zone}`).toEqual(expected);
          }
        }
      }),
      { seed: 1, numRuns: exhaustive ? 10 : 2 },
    );
  });

  test('every real hour comes, however the clock is set', () => {
    for (const zone of zoneNames) {
      for (const [from, to] of windowsOf(zone, 0.3)) {
        const found = [...slotsBetween(scheduleOf('0,45 * * * *', zone), from, to)].map(({ at }) => at);
        const expected = realMoments(zone, [0, 45], from, to);
        if (found.join(' ') !== expected.join(' ')) expect(found, zone).toEqual(expected);
      }
    }
  });

  test('no two slots of a schedule have the same key, or the same moment', () => {
    for (const zone of zoneNames) {
      const schedule = scheduleOf('*/30 0-23 * * *', zone);
      for (const [from, to] of windowsOf(zone, 0.6)) {
        const slots = [...slotsBetween(schedule, from, to)];
        expect(new Set(slots.map(slot => slotKey(schedule, slot))).size).toBe(slots.length);
        expect(slots.every(({ at }, index) => index === 0 || at > (slots[index - 1]?.at ?? 0))).toBe(true);
      }
    }
  });
});

test('a minute has no more than one slot', () => {
  const slots = [...slotsBetween(scheduleOf('* * * * *', 'UTC'), years.from, years.from + hour)];
  expect(slots.map(({ at }) => at)).toEqual(
    Array.from({ length: 60 }, (_, index) => years.from + index * minute),
  );
});
