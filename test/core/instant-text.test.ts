import { describe, expect, test } from 'vitest';
import { parseInstant, parseInstantIn } from '../../src/core/instant-text.ts';
import { zoneOf } from './schedule-samples.ts';

describe('parseInstant', () => {
  test.each([
    ['2026-03-29T01:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T03:00+02:00', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T03:00:00.25+0200', '2026-03-29T01:00:00.250Z'],
    ['2026-03-29T03:00:00.123456789+02', '2026-03-29T01:00:00.123Z'],
    ['2026-03-28T20:30:00-04:30', '2026-03-29T01:00:00.000Z'],
    ['2028-02-29T00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0050-06-01T00:00Z', '0050-06-01T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(parseInstant(text) ?? 0).toISOString()).toBe(instant);
  });

  test.each([
    '',
    'now',
    '2026-03-29',
    '2026-03-29T01:00:00',
    '2026-02-29T00:00Z',
    '2026-04-31T00:00Z',
    '2026-13-01T00:00Z',
    '2026-00-01T00:00Z',
    '2026-01-00T00:00Z',
    '2026-01-01T24:00Z',
    '2026-01-01T00:60Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00+24:00',
    '2026-01-01 00:00Z',
    '2026-1-1T00:00Z',
    '2026-01-01T00:00Z ',
    '1767225600000',
  ])('%j is none', text => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe('parseInstantIn', () => {
  test.each([
    ['2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T02:30:00+01:00', '2026-10-25T01:30:00.000Z'],
  ])('%s in Berlin is %s', (text, instant) => {
    expect(new Date(parseInstantIn(zoneOf('Europe/Berlin'), text) ?? 0).toISOString()).toBe(instant);
  });

  test('a day that the zone does not know is none', () => {
    expect(parseInstantIn(zoneOf('Europe/Berlin'), '2026-02-30')).toBeNull();
  });
});
