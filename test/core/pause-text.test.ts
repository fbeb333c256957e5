import { expect, test } from 'vitest';
import { parsePauseText } from '../../src/core/pause-text.ts';
import { splitWords } from '../../src/core/typed-text.ts';
import { readZone } from '../../src/core/zone.ts';

const now = Date.parse('2026-11-23T14:05:00Z');

/** Until when, or the fault. */
function read(text: string): string | null {
  const zone = readZone('Europe/Berlin');
  if (zone.kind !== 'zone') throw new Error('no zone');
  const parsed = parsePauseText(splitWords(text), zone.zone, now);
  if (parsed.kind === 'fault') return parsed.fault.kind;
  return parsed.until === null ? null : new Date(parsed.until).toISOString();
}

test.each([
  ['', null],
  ['until 2026-12-24', '2026-12-24T23:00:00.000Z'],
  ['Until 2026-12-24T08:00', '2026-12-24T07:00:00.000Z'],
  ['until 2026-12-24 08:00', '2026-12-24T07:00:00.000Z'],
  ['until 2026-12-24t08:00z', '2026-12-24T08:00:00.000Z'],
  ['until 2026-11-23', '2026-11-23T23:00:00.000Z'],
  ['for 3 days', '2026-11-26T14:05:00.000Z'],
  ['for 1 day', '2026-11-24T14:05:00.000Z'],
  ['for 12h', '2026-11-24T02:05:00.000Z'],
  ['for 2 weeks', '2026-12-07T14:05:00.000Z'],
  ['until 2026-11-22', 'past'],
  ['until 2026-02-30', 'no-such-time'],
  ['until tomorrow', 'no-such-time'],
  ['for 0 days', 'past'],
  ['for 99999 days', 'no-such-time'],
  ['for constructor', 'no-such-time'],
  ['until', 'extra'],
  ['the deploy', 'extra'],
])('pause %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('ends when the day has ended, also on the day on which clocks are set', () => {
  expect(read('until 2027-03-28')).toBe('2027-03-28T22:00:00.000Z');
});
