import { describe, expect, test } from 'vitest';
import { asksFirst, usualGuard } from '../../src/core/retention.ts';
import { plannedAt, setAt } from './retention-samples.ts';

const later = '2026-12-01T00:00Z';

describe('what a policy keeps', () => {
  test('is the newest of each day that has one, and nothing older once the days are full', () => {
    const sets = [
      setAt('a', '2026-11-20T02:00Z'),
      setAt('b', '2026-11-20T14:00Z'),
      setAt('c', '2026-11-22T02:00Z'),
      setAt('d', '2026-11-22T14:00Z'),
      setAt('e', '2026-11-23T02:00Z'),
      setAt('f', '2026-11-01T02:00Z'),
    ];
    expect(plannedAt(later, { counts: { daily: 3 } }, sets)).toEqual([
      'e: daily snapshot',
      'd: daily snapshot',
      'b: daily snapshot',
      '-c: a newer one is kept for the same day',
      '-a: older than the policy keeps',
      '-f: older than the policy keeps',
    ]);
  });

  test('is also the oldest while a tier is unfilled', () => {
    const sets = [
      setAt('new', '2026-11-23T14:00Z'),
      setAt('old', '2026-11-23T02:00Z'),
      setAt('mid', '2026-11-23T08:00Z'),
    ];
    expect(plannedAt(later, { counts: { daily: 2 } }, sets)).toEqual([
      'new: daily snapshot',
      'old: oldest daily snapshot',
      '-mid: a newer one is kept for the same day',
    ]);
    expect(plannedAt(later, { counts: { daily: 1 } }, sets)).toEqual([
      'new: daily snapshot',
      '-mid: older than the policy keeps',
      '-old: older than the policy keeps',
    ]);
  });

  test('is the same in whatever order the sets come, also of two taken at one moment', () => {
    const sets = [
      setAt('n10', '2026-11-23T02:00Z'),
      setAt('n9', '2026-11-23T02:00Z'),
      setAt('n1', '2026-11-22T02:00Z'),
    ];
    const expected = [
      'n9: last snapshot',
      '-n10: older than the policy keeps',
      '-n1: older than the policy keeps',
    ];
    expect(plannedAt(later, { counts: { last: 1 } }, sets)).toEqual(expected);
    expect(plannedAt(later, { counts: { last: 1 } }, sets.toReversed())).toEqual(expected);
  });

  test('follows the days of its zone', () => {
    const sets = [
      setAt('late', '2026-11-23T23:30Z'),
      setAt('evening', '2026-11-23T22:30Z'),
      setAt('o', '2026-11-01T00:00Z'),
    ];
    expect(plannedAt(later, { counts: { daily: 2 }, zone: 'UTC' }, sets)[1]).toBe('o: daily snapshot');
    expect(plannedAt(later, { counts: { daily: 2 }, zone: 'Europe/Berlin' }, sets)[1]).toBe(
      'evening: daily snapshot',
    );
  });

  test('takes the hour that comes twice for two, and a day of 25 hours for one', () => {
    const sets = [
      setAt('second', '2026-10-25T01:30Z'),
      setAt('first', '2026-10-25T00:30Z'),
      setAt('before', '2026-10-24T22:30Z'),
    ];
    expect(plannedAt(later, { counts: { hourly: 2 }, zone: 'Europe/Berlin' }, sets)).toEqual([
      'second: hourly snapshot',
      'first: hourly snapshot',
      '-before: older than the policy keeps',
    ]);
    expect(plannedAt(later, { counts: { daily: 1 }, zone: 'Europe/Berlin' }, sets)).toEqual([
      'second: daily snapshot',
      '-first: older than the policy keeps',
      '-before: older than the policy keeps',
    ]);
  });

  test('counts a day once although the clock was set back over its midnight', () => {
    // St. John's went from 00:01 back to 23:01 of the day before until 2011.
    const sets = [
      setAt('again', '2010-11-07T02:40Z'),
      setAt('midnight', '2010-11-07T02:30:30Z'),
      setAt('evening', '2010-11-07T02:00Z'),
      setAt('older', '2010-11-05T12:00Z'),
    ];
    expect(plannedAt(later, { counts: { daily: 2 }, zone: 'America/St_Johns' }, sets)).toEqual([
      'again: daily snapshot',
      'older: daily snapshot',
      '-midnight: a newer one is kept for the same day',
      '-evening: a newer one is kept for the same day',
    ]);
  });

  test('has weeks from Monday to Sunday, also over the new year', () => {
    const sets = [
      setAt('monday', '2027-01-04T00:00Z'),
      setAt('sunday', '2027-01-03T23:59Z'),
      setAt('december', '2026-12-28T00:00Z'),
      setAt('before', '2026-12-27T23:59Z'),
    ];
    expect(plannedAt('2027-02-01T00:00Z', { counts: { weekly: 2 } }, sets)).toEqual([
      'monday: weekly snapshot',
      'sunday: weekly snapshot',
      '-december: older than the policy keeps',
      '-before: older than the policy keeps',
    ]);
  });

  test('reaches back from the newest set, not from now', () => {
    const sets = [
      setAt('newest', '2026-03-31T12:00Z'),
      setAt('inside', '2026-03-03T12:00:01Z'),
      setAt('edge', '2026-03-03T12:00Z'),
    ];
    // There is no 31 February: as in restic, it runs over into March.
    expect(plannedAt(later, { within: { last: '1m' } }, sets)).toEqual([
      'newest: within 1m',
      'inside: within 1m',
      '-edge: older than the policy keeps',
    ]);
  });

  test('reaches back over calendar days, however many hours they have', () => {
    const sets = [
      setAt('newest', '2026-03-29T10:00Z'),
      setAt('edge', '2026-03-28T11:00Z'),
      setAt('inside', '2026-03-28T11:01Z'),
    ];
    const kept = (within: string) =>
      plannedAt(later, { within: { last: within }, zone: 'Europe/Berlin' }, sets).filter(
        line => !line.startsWith('-'),
      );
    expect(kept('1d')).toEqual(['newest: within 1d', 'inside: within 1d']);
    expect(kept('24h')).toHaveLength(3);
  });

  test('reaches back from the newest that does not lie in the future', () => {
    const sets = [
      setAt('future', '2027-06-01T00:00Z'),
      setAt('now', later),
      setAt('old', '2026-11-30T00:00Z'),
      setAt('older', '2026-11-01T00:00Z'),
    ];
    expect(plannedAt(later, { within: { last: '2d' } }, sets)).toEqual([
      'future: within 2d',
      'now: within 2d',
      'old: within 2d',
      '-older: older than the policy keeps',
    ]);
    expect(plannedAt('2020-01-01T00:00Z', { within: { last: '1h' } }, sets, false)).toHaveLength(4);
    expect(plannedAt('2020-01-01T00:00Z', { within: { last: '1h' } }, sets, false).join()).not.toContain('-');
  });

  test('has no limit at durations before all calendars', () => {
    const sets = [setAt('a', '2026-11-23T02:00Z'), setAt('b', '1970-01-01T00:00Z')];
    for (const duration of ['9999y', '999999y', '9'.repeat(400).concat('d'), '99999999999999h']) {
      expect(plannedAt(later, { within: { last: duration } }, sets).join()).not.toContain('-');
    }
  });
});

describe('sets that take no slot', () => {
  const sets = [
    setAt('pending', '2026-11-24T02:00Z', { state: 'pending' }),
    setAt('failed', '2026-11-23T14:00Z', { state: 'failed' }),
    setAt('held', '2026-11-23T08:00Z', { protections: ['held'] }),
    setAt('good', '2026-11-22T02:00Z'),
    setAt('gone', '2026-11-21T14:00Z', { state: 'failed' }),
    setAt('ami', '2026-11-21T02:00Z', { protections: ['image', 'locked'] }),
    setAt('old', '2026-11-20T02:00Z'),
  ];

  test('are kept beside what the policy counts, and a failed one goes when a newer one succeeded', () => {
    expect(plannedAt(later, { counts: { last: 1 } }, sets)).toEqual([
      'pending: unfinished',
      'failed: failed, and nothing newer has succeeded',
      'held: held',
      'good: last snapshot',
      'ami: used by an AMI, locked',
      '-gone: failed, and a newer one succeeded',
      '-old: older than the policy keeps',
    ]);
  });

  test('a failed one of the same moment as a good one is not older than it', () => {
    const pair = [setAt('good', '2026-11-22T02:00Z'), setAt('bad', '2026-11-22T02:00Z', { state: 'failed' })];
    expect(plannedAt(later, { counts: { last: 1 } }, pair)[0]).toContain('bad: failed, and nothing newer');
  });

  test('a held one succeeded as well', () => {
    const pair = [
      setAt('held', '2026-11-23T02:00Z', { protections: ['held'] }),
      setAt('bad', '2026-11-22T02:00Z', { state: 'failed' }),
    ];
    expect(plannedAt(later, { counts: { last: 1 } }, pair)).toContain(
      '-bad: failed, and a newer one succeeded',
    );
  });

  test('durations are measured from the newest that takes a slot', () => {
    const pair = [
      setAt('held', '2026-11-23T02:00Z', { protections: ['held'] }),
      setAt('good', '2026-10-01T02:00Z'),
    ];
    expect(plannedAt(later, { within: { last: '7d' } }, pair)).toEqual(['held: held', 'good: within 7d']);
  });

  test('no tier counts the oldest of all when that one takes no slot', () => {
    const three = [
      setAt('a', '2026-11-23T14:00Z'),
      setAt('b', '2026-11-23T02:00Z'),
      setAt('failed', '2026-11-22T02:00Z', { state: 'failed' }),
    ];
    expect(plannedAt(later, { counts: { daily: 2 } }, three)).toEqual([
      'a: daily snapshot',
      'b: oldest daily snapshot',
      '-failed: failed, and a newer one succeeded',
    ]);
  });
});

describe('guards', () => {
  const now = '2026-11-23T12:00Z';

  test('keep what is younger than an hour, to the millisecond', () => {
    const sets = [
      setAt('a', '2026-11-23T11:59:00Z'),
      setAt('b', '2026-11-23T11:00:00.001Z'),
      setAt('c', '2026-11-23T11:00:00Z'),
      setAt('f', '2026-11-23T11:30:00Z', { state: 'failed' }),
    ];
    expect(plannedAt(now, { counts: { last: 1 } }, sets)).toEqual([
      'a: last snapshot',
      'f: younger than an hour',
      'b: younger than an hour',
      '-c: older than the policy keeps',
    ]);
    expect(plannedAt(now, { counts: { last: 1 } }, sets, false)).toEqual([
      'a: last snapshot',
      '-f: failed, and a newer one succeeded',
      '-b: older than the policy keeps',
      '-c: older than the policy keeps',
    ]);
  });

  test('keep the newest good set also when the policy would not', () => {
    const sets = [setAt('a', '2026-11-20T11:59:00Z')];
    expect(plannedAt(now, {}, sets)).toEqual(['a: newest good snapshot of the server']);
    expect(plannedAt(now, {}, sets, false)).toEqual(['-a: older than the policy keeps']);
  });

  test('a held newest set is kept for its hold, and guards no other', () => {
    const sets = [
      setAt('held', '2026-11-22T00:00Z', { protections: ['held'] }),
      setAt('a', '2026-11-20T11:59:00Z'),
    ];
    expect(plannedAt(now, {}, sets)).toEqual(['held: held', '-a: older than the policy keeps']);
  });
});

describe('asksFirst', () => {
  test.each([
    [0, 0, false],
    [1, 5, false],
    [1, 4, true],
    [2, 9, true],
    [20, 100, false],
    [21, 100, true],
    [50, 1_000, false],
    [51, 1_000, true],
  ])('%d of %d: %s', (deletions, sets, expected) => {
    expect(asksFirst(deletions, sets, usualGuard)).toBe(expected);
  });
});
