import { describe, expect, test } from 'vitest';
import { instantOf, localText, readZone } from '../../src/core/zone.ts';
import { day, hour, years, zoneNames, zoneOf } from './schedule-samples.ts';

const at = (text: string): number => Date.parse(text);

describe('readZone', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['US/Pacific', 'US/Pacific'],
  ])('%s is %s', (given, id) => {
    expect(readZone(given)).toMatchObject({ kind: 'zone', zone: { id } });
  });

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['berlin', 'Europe/Berlin'],
    ['America/New York', 'America/New_York'],
    ['+02:00', undefined],
    ['', undefined],
    ['Mars/Olympus_Mons', undefined],
  ])('%j is none; %s is near', (given, near) => {
    const read = readZone(given);
    expect(read.kind).toBe('unknown-zone');
    expect(read.kind === 'unknown-zone' ? read.near[0] : null).toBe(near);
  });
});

describe('a zone', () => {
  test('shows what its clock shows, whatever it was asked before', () => {
    const lines = (): readonly string[] =>
      ['2026-03-29T00:59:59Z', '2026-10-25T01:00Z', '2026-03-29T01:00Z', '2026-10-25T00:00Z'].map(text =>
        localText(zoneOf('Europe/Berlin'), at(text)),
      );
    expect(lines()).toEqual([
      '2026-03-29T01:59:59+01:00',
      '2026-10-25T02:00:00+01:00',
      '2026-03-29T03:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
    ]);
    expect(localText(zoneOf('America/St_Johns'), at('2026-01-01T00:00Z'))).toBe('2025-12-31T20:30:00-03:30');
  });

  test.each([
    ['Europe/Berlin', '2026-03-29T02:30Z', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '2026-03-29T02:00Z', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '2026-03-29T03:00Z', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '2026-10-25T02:30Z', '2026-10-25T00:30Z'],
    ['Pacific/Apia', '2011-12-30T12:00Z', '2011-12-30T10:00Z'],
    ['Pacific/Kiritimati', '2026-01-01T00:00Z', '2025-12-31T10:00Z'],
    ['Pacific/Pago_Pago', '2026-01-01T00:00Z', '2026-01-01T11:00Z'],
  ])('%s first shows %s or later at %s', (zone, local, instant) => {
    expect(new Date(instantOf(zoneOf(zone), at(local))).toISOString()).toBe(
      new Date(at(instant)).toISOString(),
    );
  });

  test('agrees with the offsets that the system knows, in every zone through 2026 and 2027', () => {
    for (const name of zoneNames) {
      const zone = zoneOf(name);
      const shown = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
      const stride = name === 'Africa/Casablanca' ? hour : 6 * day + 7 * hour;
      for (let time = years.from; time < years.to; time += stride) {
        const text = shown.format(time).split('GMT')[1] ?? '';
        const [hours = 0, minutes = 0] = text.split(':').map(Number);
        const offset = hours * hour + (text.startsWith('-') ? -minutes : minutes) * 60_000;
        if (zone.periodAt(time).offset !== offset) expect.fail(`${name} at ${new Date(time).toISOString()}`);
      }
    }
  });
});
