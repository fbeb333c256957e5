import { policyNameLimit } from '../../src/core/policy-fields.ts';
import type { PolicyForecast } from '../../src/core/policy-forecast.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { PolicyId } from '../../src/core/ids.ts';
import { clip } from '../../src/core/typed-text.ts';
import { alice, noon, origin, place, setOf } from '../core/samples.ts';

/** Almost as long as the field for it. */
export const longCron = `${Array.from({ length: 50 }, (_, minute) => minute).join(',')} 2 1 1 1`;

/** One with the longest of everything. */
export function largestPolicy(name: string): Policy {
  const most = {
    last: 999_999,
    hourly: 999_999,
    daily: -1,
    weekly: 999_999,
    monthly: 999_999,
    yearly: 999_999,
  };
  const span = { years: 999, months: 999, days: 999, hours: 999 };
  const within = { last: span, hourly: span, daily: span, weekly: span, monthly: span, yearly: span };
  return {
    id: 'p-22222222' as PolicyId,
    place,
    version: 1,
    name: clip(name, policyNameLimit),
    servers: { kind: 'tag', key: name.slice(0, 128), value: name.slice(0, 256) },
    schedule: { cron: longCron, zone: 'America/Argentina/ComodRivadavia' },
    retention: { counts: most, within },
    channel: origin.channel,
    owner: alice,
    savedAt: noon,
    lastSlot: noon,
    pause: { by: alice, at: noon, until: noon },
    skip: '2026-11-23T12:00Z',
  };
}

export function forecastAbout(name: string): PolicyForecast {
  const run = { at: noon, nominal: noon, mark: 'gap', local: '2026-11-23T12:00:00-03:00' } as const;
  return {
    servers: Array.from({ length: 2_000 }, () => name),
    gone: 98,
    volumes: 256_000,
    next: Array.from({ length: 5 }, () => run),
    kept: { kind: 'at-most', perServer: 999_999 },
    sets: 123_456,
    removes: Array.from({ length: 5_000 }, () => setOf().id),
    more: 5_000,
    asks: true,
  };
}
